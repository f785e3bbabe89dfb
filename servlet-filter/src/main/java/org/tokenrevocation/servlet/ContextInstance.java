package org.tokenrevocation.servlet;

import jakarta.servlet.ServletContext;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.tokenrevocation.Settings;
import org.tokenrevocation.SettingsSource;
import org.tokenrevocation.SharedInstance;
import org.tokenrevocation.TokenRevocation;

/** The one instance of a web application: a host's own, or one that a door of ours opens and closes. Stateless. */
final class ContextInstance {
    private static final String HOLD = "org.tokenrevocation.servlet.hold";

    private ContextInstance() {}

    /** The application's instance, opened from the settings if there is none yet. */
    static TokenRevocation findOrOpen(ServletContext context) {
        SharedInstance hold = join(context);
        if (hold.isCreator()) {
            context.setAttribute(HOLD, hold);
        }
        return hold.instance();
    }

    /** This door's hold on the application's instance. */
    static SharedInstance join(ServletContext context) {
        String path = context.getContextPath();
        return SharedInstance.join(path.isEmpty() ? "/" : path, parameters(context),
                context::getAttribute, context::setAttribute);
    }

    /** Closes the instance if {@link #findOrOpen} opened it; a host's own is left alone. Idempotent. */
    static void close(ServletContext context) {
        if (context.getAttribute(HOLD) instanceof SharedInstance hold) {
            context.removeAttribute(HOLD);
            hold.close();
        }
    }

    /** The settings that the instance has or is going to have. */
    static Settings settings(ServletContext context) {
        return context.getAttribute(TokenRevocation.CONTEXT_ATTRIBUTE) instanceof TokenRevocation instance
                ? instance.settings()
                : Settings.builder().load(sources(context)).build();
    }

    /** Whether the host's instance, or any source, says yes; without checking the rest: an instance may come later. */
    static boolean isEndpointWanted(ServletContext context) {
        if (context.getAttribute(TokenRevocation.CONTEXT_ATTRIBUTE) instanceof TokenRevocation instance) {
            return instance.settings().isEndpointServlet();
        }
        for (SettingsSource source : sources(context)) {
            String value = source.value("revocation.endpoint-servlet");
            if (value != null) {
                return value.strip().equalsIgnoreCase("true");
            }
        }
        return false;
    }

    private static SettingsSource[] sources(ServletContext context) {
        return new SettingsSource[] {
            SettingsSource.contextParameters(parameters(context)), SettingsSource.systemProperties(),
            SettingsSource.environment()
        };
    }

    private static Map<String, String> parameters(ServletContext context) {
        Map<String, String> parameters = new HashMap<>();
        for (String name : Collections.list(context.getInitParameterNames())) {
            parameters.put(name, context.getInitParameter(name));
        }
        return parameters;
    }
}
