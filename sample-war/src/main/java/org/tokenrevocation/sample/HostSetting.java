package org.tokenrevocation.sample;

import jakarta.servlet.ServletContext;
import java.util.Locale;

/** The host reads its settings from the same three places in the same order as the guard. */
final class HostSetting {
    private HostSetting() {}

    /** The context-param, system property or environment variable; null if there is none. */
    static String of(ServletContext context, String name) {
        String value = context.getInitParameter(name);
        return value != null
                ? value
                : System.getProperty(name, System.getenv(name.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_")));
    }
}
