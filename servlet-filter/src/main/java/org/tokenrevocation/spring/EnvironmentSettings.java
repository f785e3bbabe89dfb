package org.tokenrevocation.spring;

import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.tokenrevocation.SettingNames;
import org.tokenrevocation.Settings;
import org.tokenrevocation.SettingsSource;

/**
 * The properties {@code revocation.*} of Spring's environment, in any spelling that Spring Boot accepts, with its
 * profiles and placeholders. A property of the application's own that names no setting is a mistake; one among the
 * system properties or the environment variables may be a neighbour's. For one thread.
 */
final class EnvironmentSettings implements SettingsSource {
    private static final String PREFIX = "revocation.";
    /** Ours here, and none of the settings. */
    private static final Set<String> OF_SPRING = Set.of("enabled", "filterorder");
    private static final Set<String> SHARED = Set.of(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME,
            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);

    private final ConfigurableEnvironment environment;
    private final Binder binder;

    private EnvironmentSettings(ConfigurableEnvironment environment) {
        this.environment = environment;
        this.binder = Binder.get(environment);
    }

    /**
     * The settings, with the endpoint served unless a property says otherwise.
     *
     * @throws InvalidPropertiesException if one is missing, unknown or out of bounds
     */
    static Settings read(ConfigurableEnvironment environment) {
        SettingsSource defaults = SettingsSource.contextParameters(Map.of(SettingNames.SERVE_ENDPOINT, "true"));
        try {
            return Settings.builder().load(new EnvironmentSettings(environment), defaults).build();
        } catch (IllegalArgumentException e) {
            throw new InvalidPropertiesException(e);
        }
    }

    @Override
    public String description() {
        return "properties of Spring's environment";
    }

    @Override
    public Set<String> names() {
        Map<String, String> known = new HashMap<>();
        for (Field setting : SettingNames.class.getFields()) {
            known.put(uniform(setting.getName()), setting.getName().toLowerCase(Locale.ROOT).replace('_', '-'));
        }
        Set<String> names = new TreeSet<>();
        for (PropertySource<?> source : environment.getPropertySources()) {
            if (source instanceof EnumerablePropertySource<?> listed && !SHARED.contains(source.getName())) {
                for (String name : listed.getPropertyNames()) {
                    if (name.startsWith(PREFIX) && !OF_SPRING.contains(uniform(name.substring(PREFIX.length())))) {
                        String key = known.get(uniform(name.substring(PREFIX.length())));
                        names.add(key == null ? name : PREFIX + key);
                    }
                }
            }
        }
        return names;
    }

    /** As Spring Boot compares names; without the index of a list's item. */
    private static String uniform(String name) {
        return name.replaceAll("\\[\\d+]$", "").replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
    }

    @Override
    public String value(String name) {
        return binder.bind(name, String.class).orElseGet(() ->
                binder.bind(name, Bindable.listOf(String.class)).map(EnvironmentSettings::joined).orElse(null));
    }

    private static String joined(List<String> items) {
        return String.join(",", items);
    }
}
