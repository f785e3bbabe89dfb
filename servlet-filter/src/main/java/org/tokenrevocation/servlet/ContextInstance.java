package org.tokenrevocation.servlet;

import jakarta.servlet.ServletContext;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.tokenrevocation.SettingsSource;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.spi.SharedInstance;

/** The one instance of a web application: a host's own, or one that a door of ours opens and closes. Stateless. */
final class ContextInstance {
    private static final String HOLD = "org.tokenrevocation.servlet.hold";

    private ContextInstance() {}

    /** Holds the application's instance, opened from the settings if there is none yet, until {@link #close}. */
    static void hold(ServletContext context) {
        SharedInstance hold = join(context);
        close(context);
        context.setAttribute(HOLD, hold);
    }

    /** This door's hold on the application's instance; one of ours in whose place the host has put its own is let go. */
    static SharedInstance join(ServletContext context) {
        SharedInstance joined = SharedInstance.join(name(context), parameters(context), context::getAttribute,
                context::setAttribute);
        if (context.getAttribute(HOLD) instanceof SharedInstance hold && hold.instance() != joined.instance()) {
            close(context);
        }
        return joined;
    }

    /** What the context holds by now, and then lets go of what a door has joined at its start; or else that. */
    static TokenRevocation current(ServletContext context, SharedInstance joined) {
        if (context.getAttribute(TokenRevocation.CONTEXT_ATTRIBUTE) instanceof TokenRevocation present
                && present != joined.instance()) {
            joined.close();
            return present;
        }
        return joined.instance();
    }

    /** Lets the application's other doors find an instance that the host has given to one of them. */
    static void offer(ServletContext context, TokenRevocation given) {
        if (context.getAttribute(TokenRevocation.CONTEXT_ATTRIBUTE) == null) {
            context.setAttribute(TokenRevocation.CONTEXT_ATTRIBUTE, given);
        }
    }

    /** Takes back what was offered. */
    static void withdraw(ServletContext context, TokenRevocation given) {
        if (context.getAttribute(TokenRevocation.CONTEXT_ATTRIBUTE) == given) {
            context.removeAttribute(TokenRevocation.CONTEXT_ATTRIBUTE);
        }
    }

    /** Ends {@link #hold}; a host's own instance is left alone. Idempotent. */
    static void close(ServletContext context) {
        if (context.getAttribute(HOLD) instanceof SharedInstance hold) {
            context.removeAttribute(HOLD);
            hold.close();
        }
    }

    /** Whether any source says where Redis is, so that an instance can be opened from the settings. */
    static boolean isOpenable(ServletContext context) {
        return Stream.of(SettingsSource.contextParameters(parameters(context)), SettingsSource.systemProperties(),
                SettingsSource.environment()).anyMatch(source -> source.value("revocation.redis-url") != null);
    }

    /** What the application is called in the log. */
    static String name(ServletContext context) {
        return context.getContextPath().isEmpty() ? "/" : context.getContextPath();
    }

    private static Map<String, String> parameters(ServletContext context) {
        Map<String, String> parameters = new HashMap<>();
        for (String name : Collections.list(context.getInitParameterNames())) {
            parameters.put(name, context.getInitParameter(name));
        }
        return parameters;
    }
}
