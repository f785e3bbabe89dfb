package org.tokenrevocation.springhost;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import java.util.EnumSet;
import org.springframework.web.WebApplicationInitializer;
import org.tokenrevocation.Settings;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.servlet.RevocationServlet;
import org.tokenrevocation.servlet.TokenRevocationFilter;

/**
 * A host that opens the instance itself, in an initializer, as Spring Boot's does in a WAR. Context-param
 * {@code host.way} says how it makes it known. Lies in {@code WEB-INF/classes} of a WAR.
 */
public class OwnInstanceHost implements WebApplicationInitializer {
    /** What the instance and so its threads are called. */
    public static final String NAME = "orders";

    @Override
    public void onStartup(ServletContext context) {
        TokenRevocation revocation = TokenRevocation.open(NAME, Settings.builder()
                .set("redis-url", context.getInitParameter("host.redis-url")).set("redis-timeout", "5s")
                .set("founding-window", "500ms").build());
        switch (context.getInitParameter("host.way")) {
            case "filter" -> register(context, revocation);
            case "attribute" -> context.setAttribute(TokenRevocation.CONTEXT_ATTRIBUTE, revocation);
            case "listener" -> context.addListener(new ServletContextListener() {
                @Override
                public void contextInitialized(ServletContextEvent event) {
                    event.getServletContext().setAttribute(TokenRevocation.CONTEXT_ATTRIBUTE, revocation);
                }
            });
            default -> context.addServlet("late", new HttpServlet() {
                private static final long serialVersionUID = 1L;

                @Override
                public void init() {
                    getServletContext().setAttribute(TokenRevocation.CONTEXT_ATTRIBUTE, revocation);
                }
            }).setLoadOnStartup(1);
        }
        context.addListener(new ServletContextListener() {
            @Override
            public void contextDestroyed(ServletContextEvent event) {
                revocation.close();
            }
        });
    }

    /** What Spring Boot's registration beans do. */
    private static void register(ServletContext context, TokenRevocation revocation) {
        FilterRegistration.Dynamic filter = context.addFilter("guard", new TokenRevocationFilter(revocation));
        filter.setAsyncSupported(true);
        filter.addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), false, "/*");
        ServletRegistration.Dynamic servlet = context.addServlet("endpoint", new RevocationServlet(revocation));
        servlet.setAsyncSupported(true);
        servlet.addMapping("/oauth/revoke-token");
    }
}
