package org.tokenrevocation.applications;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.nio.file.Files;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.cxf.jaxrs.servlet.CXFNonSpringJaxrsServlet;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.jaxrs.RevokeTokenResource;
import org.tokenrevocation.matrix.host.Filters;
import org.tokenrevocation.servlet.TokenRevocationFilter;

/** Embedded Tomcat with a plain CXF application. */
class TomcatCxfIT extends ApplicationScenario {
    @Override
    String endpoint() {
        return "/rest/oauth/revoke-token";
    }

    @Override
    Application start(String redisUrl) throws Exception {
        TokenRevocation revocation = TokenRevocation.open(
                Application.NAME, settings(redisUrl).set("endpoint", "/rest/oauth/revoke-token").build());
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(Files.createTempDirectory("tomcat-test-").toString());
        Connector connector = new Connector();
        connector.setPort(0);
        connector.setProperty("address", "127.0.0.1");
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("", null);

        addFilter(context, new TokenRevocationFilter(revocation)); // before any other filter

        context.getServletContext().setAttribute(TokenRevocation.CONTEXT_ATTRIBUTE, revocation);
        Tomcat.addServlet(context, "rest", new CXFNonSpringJaxrsServlet(new Resources())).setAsyncSupported(true);
        context.addServletMapping("/rest/*", "rest");

        addHost(context);
        tomcat.start();
        return new Running(tomcat, revocation);
    }

    private static void addFilter(Context context, Filter filter) {
        FilterDef definition = new FilterDef();
        definition.setFilterName(filter.getClass().getName());
        definition.setFilter(filter);
        definition.setAsyncSupported("true");
        context.addFilterDef(definition);
        FilterMap mapping = new FilterMap();
        mapping.setFilterName(definition.getFilterName());
        mapping.addURLPattern("/*");
        for (DispatcherType type : DispatcherType.values()) {
            mapping.setDispatcher(type.name());
        }
        context.addFilterMap(mapping);
    }

    private static void addHost(Context context) {
        addFilter(context, new Filters.Declared());
        Application.SERVLETS.forEach((path, type) -> {
            Tomcat.addServlet(context, path, type.getName()).setAsyncSupported(true);
            context.addServletMapping(path, path);
        });
        ErrorPage errors = new ErrorPage();
        errors.setErrorCode(500);
        errors.setLocation(Application.ERROR_PAGE);
        context.addErrorPage(errors);
    }

    /** The host's JAX-RS application; the resource finds its instance in the context attribute. */
    private static final class Resources extends jakarta.ws.rs.core.Application {
        @Override
        public Set<Class<?>> getClasses() {
            return Set.of(RevokeTokenResource.class);
        }
    }

    private record Running(Tomcat tomcat, TokenRevocation revocation) implements Application {
        @Override
        public int port() {
            return tomcat.getConnector().getLocalPort();
        }

        @Override
        public void stop() throws Exception {
            tomcat.stop();
            tomcat.destroy();
            revocation.close();
        }
    }
}
