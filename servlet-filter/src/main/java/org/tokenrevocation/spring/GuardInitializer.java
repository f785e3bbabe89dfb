package org.tokenrevocation.spring;

import jakarta.servlet.ServletContext;
import java.util.Set;
import org.springframework.core.Ordered;
import org.springframework.web.WebApplicationInitializer;
import org.tokenrevocation.servlet.TokenRevocationInitializer;

/**
 * Registers the guard in front of filters that an application's initializers register with Spring (Spring Security's),
 * where the server runs Spring's initializer before ours: Open Liberty does not follow the order of web fragments there.
 * Spring finds this class by its type and calls it first. Does nothing where the guard is registered. Not for calling.
 */
public final class GuardInitializer implements WebApplicationInitializer, Ordered {
    /** For Spring. */
    public GuardInitializer() {}

    @Override
    public void onStartup(ServletContext context) {
        new TokenRevocationInitializer().onStartup(Set.of(), context);
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }
}
