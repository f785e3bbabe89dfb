package org.tokenrevocation.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.web.filter.DelegatingFilterProxy;
import org.tokenrevocation.Settings;
import org.tokenrevocation.TokenRevocation;

/** The endpoint warns when nobody guards the application, and only then; Redis is not needed for that. */
class MissingGuardIT {
    private static TokenRevocation revocation;

    @BeforeAll
    static void open() {
        revocation = TokenRevocation.open("endpoint", Settings.builder().set("redis-url", "redis://127.0.0.1:1").build());
    }

    @AfterAll
    static void close() {
        revocation.close();
    }

    /** Each way to register the guard that the container shows otherwise, or not at all. */
    enum Way {
        NONE, HOSTS_OWN, OBJECT, CLASS, BY_SERVLET_NAME, SPRINGS_PROXY, WRAPPED
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void firstCall_guardRegisteredInAnyWay_warnsOnlyWithoutOne(Way way) throws Exception {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(Files.createTempDirectory("tomcat-test-").toString());
        Connector connector = new Connector();
        connector.setPort(0);
        connector.setProperty("address", "127.0.0.1");
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("", null);
        context.getServletContext().setAttribute(TokenRevocation.CONTEXT_ATTRIBUTE, revocation);
        addGuard(context, way);
        Tomcat.addServlet(context, "endpoint", new RevocationServlet(revocation)).setAsyncSupported(true);
        context.addServletMapping("/oauth/revoke-token", "endpoint");
        try (LogLines log = new LogLines()) {
            tomcat.start();
            for (int call = 0; call < 2; call++) {
                assertEquals(405, Http.get(tomcat.getConnector().getLocalPort(), "/oauth/revoke-token").status());
            }
            assertEquals(List.of(Way.NONE, Way.HOSTS_OWN).contains(way) ? 1 : 0, log.lines("guards this application"));
        } finally {
            tomcat.stop();
            tomcat.destroy();
        }
    }

    private static void addGuard(Context context, Way way) {
        FilterDef definition = new FilterDef();
        definition.setFilterName("mine");
        definition.setAsyncSupported("true");
        switch (way) {
            case NONE -> {
                return;
            }
            case HOSTS_OWN -> definition.setFilter(new HostServlets.Tracing());
            case CLASS -> definition.setFilterClass(TokenRevocationFilter.class.getName());
            case SPRINGS_PROXY -> definition.setFilter(new DelegatingFilterProxy(new TokenRevocationFilter(revocation)));
            case WRAPPED -> definition.setFilter(new Wrapping());
            default -> definition.setFilter(new TokenRevocationFilter(revocation));
        }
        context.addFilterDef(definition);
        FilterMap map = new FilterMap();
        map.setFilterName("mine");
        if (way == Way.BY_SERVLET_NAME) {
            map.addServletName("endpoint");
        } else {
            map.addURLPattern("/*");
        }
        context.addFilterMap(map);
    }

    /** A host's own filter around ours. */
    private static final class Wrapping implements Filter {
        private final Filter guard = new TokenRevocationFilter();

        @Override
        public void init(FilterConfig config) throws ServletException {
            guard.init(config);
        }

        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            guard.doFilter(request, response, chain);
        }

        @Override
        public void destroy() {
            guard.destroy();
        }
    }
}
