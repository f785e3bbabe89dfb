package org.tokenrevocation.applications;

import io.undertow.Undertow;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.FilterInfo;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.net.InetSocketAddress;
import java.util.Set;
import org.jboss.resteasy.plugins.server.servlet.HttpServlet30Dispatcher;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.jaxrs.RevokeTokenResource;
import org.tokenrevocation.matrix.host.Filters;
import org.tokenrevocation.servlet.TokenRevocationFilter;

/** Undertow with a plain RESTEasy application. */
class UndertowResteasyIT extends ApplicationScenario {
    @Override
    String endpoint() {
        return "/rest/oauth/revoke-token";
    }

    @Override
    Application start(String redisUrl) throws Exception {
        TokenRevocation revocation = TokenRevocation.open(
                Application.NAME, settings(redisUrl).set("endpoint", "/rest/oauth/revoke-token").build());
        DeploymentInfo deployment = Servlets.deployment().setClassLoader(getClass().getClassLoader())
                .setContextPath("/").setDeploymentName("orders");

        addFilter(deployment, new TokenRevocationFilter(revocation)); // before any other filter

        deployment.addServletContextAttribute(TokenRevocation.CONTEXT_ATTRIBUTE, revocation);
        deployment.addServlet(Servlets.servlet("rest", HttpServlet30Dispatcher.class).addMapping("/rest/*")
                .addInitParam("jakarta.ws.rs.Application", Resources.class.getName())
                .addInitParam("resteasy.servlet.mapping.prefix", "/rest").setAsyncSupported(true));

        addHost(deployment);
        DeploymentManager manager = Servlets.defaultContainer().addDeployment(deployment);
        manager.deploy();
        Undertow server = Undertow.builder().addHttpListener(0, "127.0.0.1").setHandler(manager.start()).build();
        server.start();
        return new Running(server, manager, revocation);
    }

    private static void addFilter(DeploymentInfo deployment, Filter filter) {
        String name = filter.getClass().getName();
        deployment.addFilter(new FilterInfo(name, filter.getClass(), new ImmediateInstanceFactory<>(filter))
                .setAsyncSupported(true));
        for (DispatcherType type : DispatcherType.values()) {
            deployment.addFilterUrlMapping(name, "/*", type);
        }
    }

    private static void addHost(DeploymentInfo deployment) {
        addFilter(deployment, new Filters.Declared());
        Application.SERVLETS.forEach((path, type) ->
                deployment.addServlet(Servlets.servlet(path, type).addMapping(path).setAsyncSupported(true)));
        deployment.addErrorPage(Servlets.errorPage(Application.ERROR_PAGE, 500));
    }

    /** The host's JAX-RS application; the resource finds its instance in the context attribute. */
    public static final class Resources extends jakarta.ws.rs.core.Application {
        @Override
        public Set<Class<?>> getClasses() {
            return Set.of(RevokeTokenResource.class);
        }
    }

    private record Running(Undertow server, DeploymentManager manager, TokenRevocation revocation)
            implements Application {
        @Override
        public int port() {
            return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
        }

        @Override
        public void stop() throws Exception {
            server.stop();
            manager.stop();
            manager.undeploy();
            revocation.close();
        }
    }
}
