package org.tokenrevocation;

import java.util.Map;
import java.util.Set;
import org.tokenrevocation.internal.settings.ContextParameters;
import org.tokenrevocation.internal.settings.SharedSources;

/**
 * A place where settings are written, asked by full name such as {@code revocation.redis-url}.
 *
 * @see Settings.Builder#load(SettingsSource...)
 */
public interface SettingsSource {
    /**
     * How errors name this place.
     *
     * @return for example {@code context-param}
     */
    String description();

    /**
     * The names that look like ours in this place.
     *
     * @return full names ({@code revocation.…}), known or not
     */
    Set<String> names();

    /**
     * A value.
     *
     * @param name the full name
     * @return its value, or null if this place does not set it
     */
    String value(String name);

    /**
     * Whether the place belongs to the application alone, so that an unknown name in it is a mistake that stops the
     * deployment. In shared places (environment, system properties) neighbours write too, and it is one WARN.
     *
     * @return true for a place of the application's own
     */
    default boolean isOwnedByApplication() {
        return true;
    }

    /**
     * A web application's context-params: its own place, so an unknown {@code revocation.…} in it is a mistake.
     *
     * @param parameters all of them by full name; those without the prefix {@code revocation.} are none of ours
     * @return the source
     */
    static SettingsSource contextParameters(Map<String, String> parameters) {
        return new ContextParameters(Map.copyOf(parameters));
    }

    /**
     * System properties named {@code revocation.…}.
     *
     * @return the source
     */
    static SettingsSource systemProperties() {
        return SharedSources.systemProperties();
    }

    /**
     * Environment variables named {@code REVOCATION_…}: upper case, {@code _} for {@code .} and {@code -}.
     *
     * @return the source
     */
    static SettingsSource environment() {
        return SharedSources.environment(System.getenv());
    }
}
