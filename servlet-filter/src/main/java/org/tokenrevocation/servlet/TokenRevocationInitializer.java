package org.tokenrevocation.servlet;

import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import java.util.Set;

/**
 * Registers the filter when a container finds this JAR among an application's libraries; it does so even where
 * {@code metadata-complete} hides web-fragment.xml. Named in META-INF/services, not for calling.
 */
public final class TokenRevocationInitializer implements ServletContainerInitializer {
    /** For the container. */
    public TokenRevocationInitializer() {}

    @Override
    public void onStartup(Set<Class<?>> classes, ServletContext context) {
        if (AutoRegistration.register(context)) {
            context.addListener(new TokenRevocationListener());
        }
    }
}
