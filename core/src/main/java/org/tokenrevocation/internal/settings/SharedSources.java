package org.tokenrevocation.internal.settings;

import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.tokenrevocation.SettingsSource;

/** System properties and environment variables, which an application shares with others. */
public final class SharedSources {
    private static final String ENVIRONMENT_PREFIX = "REVOCATION_";

    private SharedSources() {}

    public static SettingsSource systemProperties() {
        Properties properties = System.getProperties();
        return new Shared("system property", names(properties.stringPropertyNames(), Setting.PREFIX)) {
            @Override
            public String value(String name) {
                return properties.getProperty(name);
            }
        };
    }

    public static SettingsSource environment(Map<String, String> environment) {
        Set<String> names = names(environment.keySet(), ENVIRONMENT_PREFIX).stream()
                .map(SharedSources::settingName)
                .collect(Collectors.toUnmodifiableSet());
        return new Shared("environment", names) {
            @Override
            public String value(String name) {
                return environment.get(environmentName(name));
            }

            @Override
            public String spelled(String name) {
                return environmentName(name);
            }
        };
    }

    /** A full name as it is written in a source, for messages. */
    public static String spelled(SettingsSource source, String name) {
        return source instanceof Shared shared ? shared.spelled(name) : name;
    }

    public static String environmentName(String settingName) {
        return settingName.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }

    private static String settingName(String environmentName) {
        String key = environmentName.substring(ENVIRONMENT_PREFIX.length());
        return Setting.PREFIX + key.replace('_', '-').toLowerCase(Locale.ROOT);
    }

    private static Set<String> names(Set<String> all, String prefix) {
        return all.stream().filter(name -> name.startsWith(prefix)).collect(Collectors.toUnmodifiableSet());
    }

    private abstract static class Shared implements SettingsSource {
        private final String description;
        private final Set<String> names;

        Shared(String description, Set<String> names) {
            this.description = description;
            this.names = names;
        }

        public String spelled(String name) {
            return name;
        }

        @Override
        public String description() {
            return description;
        }

        @Override
        public Set<String> names() {
            return names;
        }

        @Override
        public boolean isOwnedByApplication() {
            return false;
        }
    }
}
