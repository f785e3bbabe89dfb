package org.tokenrevocation.servlet;

import jakarta.servlet.ServletContext;
import java.util.Collections;
import java.util.Set;
import java.util.stream.Collectors;
import org.tokenrevocation.Settings;
import org.tokenrevocation.SettingsSource;
import org.tokenrevocation.TokenRevocation;

/**
 * The one instance of a web application, kept in its {@code ServletContext}: a host's own, or one that we open from the
 * settings and close. Stateless.
 */
final class ContextInstance {
    private static final String OPENED = TokenRevocation.CONTEXT_ATTRIBUTE + ".opened";

    private ContextInstance() {}

    /** The application's instance; null if there is none yet. */
    static TokenRevocation find(ServletContext context) {
        Object found = context.getAttribute(TokenRevocation.CONTEXT_ATTRIBUTE);
        if (found == null || found instanceof TokenRevocation) {
            return (TokenRevocation) found;
        }
        throw new IllegalStateException("Context attribute " + TokenRevocation.CONTEXT_ATTRIBUTE + " must hold a "
                + "TokenRevocation of this application, but holds a [" + found.getClass().getName()
                + "] of another class loader; keep one token-revocation-core in the application");
    }

    /** The application's instance, opened from the settings if there is none yet. */
    static synchronized TokenRevocation findOrOpen(ServletContext context) {
        TokenRevocation instance = find(context);
        if (instance == null) {
            String path = context.getContextPath();
            instance = TokenRevocation.open(path.isEmpty() ? "/" : path, settings(context));
            context.setAttribute(TokenRevocation.CONTEXT_ATTRIBUTE, instance);
            context.setAttribute(OPENED, instance);
        }
        return instance;
    }

    /** Closes the instance if we opened it; a host's own is left alone. Idempotent. */
    static synchronized void close(ServletContext context) {
        if (context.getAttribute(OPENED) instanceof TokenRevocation opened) {
            context.removeAttribute(OPENED);
            context.removeAttribute(TokenRevocation.CONTEXT_ATTRIBUTE);
            opened.close();
        }
    }

    /** The settings that the instance has or is going to have. */
    static Settings settings(ServletContext context) {
        TokenRevocation instance = find(context);
        return instance != null ? instance.settings() : Settings.builder().load(sources(context)).build();
    }

    /** Whether any source says yes to a question, without checking the rest: a host's own instance may come later. */
    static boolean isWanted(ServletContext context, String name) {
        for (SettingsSource source : sources(context)) {
            String value = source.value(name);
            if (value != null) {
                return value.strip().equalsIgnoreCase("true");
            }
        }
        return false;
    }

    private static SettingsSource[] sources(ServletContext context) {
        return new SettingsSource[] {
            new ContextParams(context), SettingsSource.systemProperties(), SettingsSource.environment()
        };
    }

    private record ContextParams(ServletContext context) implements SettingsSource {
        @Override
        public String description() {
            return "context-params";
        }

        @Override
        public Set<String> names() {
            return Collections.list(context.getInitParameterNames()).stream()
                    .filter(name -> name.startsWith("revocation."))
                    .collect(Collectors.toUnmodifiableSet());
        }

        @Override
        public String value(String name) {
            return context.getInitParameter(name);
        }
    }
}
