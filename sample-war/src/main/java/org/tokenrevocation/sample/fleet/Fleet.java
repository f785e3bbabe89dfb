package org.tokenrevocation.sample.fleet;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.IntPredicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.eclipse.jetty.ee10.webapp.MetaInfConfiguration;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.tokenrevocation.sample.launcher.NodeUsers;
import org.tokenrevocation.sample.launcher.Nodes;

/**
 * One Jetty server per node, each with its own web application in its own class loader, and so with its own store:
 * as separate as processes are, save for the memory. What differs from a container's deployment comes as context-params.
 */
public final class Fleet implements Nodes {
    /** Jetty's levels are kept by name; without this reference the garbage collector may drop them. */
    private static final Logger JETTY = Logger.getLogger("org.eclipse.jetty");
    /** Only these carry annotations and fragments of interest; the rest of WEB-INF/lib need not be scanned. */
    private static final String SCANNED_JARS = ".*/(token-revocation|jersey-container)-[^/]*\\.jar$";

    private final List<Server> servers = new ArrayList<>();

    /** Stopped. */
    public Fleet() {}

    @Override
    public List<URI> start(
            String bind, List<Integer> ports, Path application, Map<String, String> contextParameters, NodeUsers users,
            Path temporary)
            throws Exception {
        // A failed start reaches the caller as an exception; Jetty would print its stack a second time.
        JETTY.setLevel(Level.OFF);
        for (int node = 1; node <= ports.size(); node++) {
            Server server = server("node-" + node, bind, ports.get(node - 1));
            Path folder = Files.createDirectories(temporary.resolve("node-" + node));
            WebAppContext context = webApplication("node-" + node, application, contextParameters, folder);
            server.setHandler(context);
            servers.add(server);
            if (users != null) {
                context.setInitParameter("revocation.redis-url", users.add("node-" + node));
                BiConsumer<Integer, Boolean> turn = (index, isOn) -> turn(index, isOn, users);
                context.setAttribute("sample.node-switch", turn);
                IntPredicate isStopped = index -> !servers.get(index).getConnectors()[0].isRunning();
                context.setAttribute("sample.node-stopped", isStopped);
            }
        }
        List<URI> addresses = servers.stream()
                .map(server -> address(bind, (ServerConnector) server.getConnectors()[0]))
                .toList();
        String nodes = addresses.stream().map(URI::toString).collect(Collectors.joining(" "));
        for (Server server : servers) {
            ((WebAppContext) server.getHandler()).setInitParameter("sample.nodes", nodes);
            server.start();
        }
        JETTY.setLevel(Level.WARNING);
        return addresses;
    }

    /** As a crash looks from outside: the port is closed, and Redis hears no goodbye. */
    private synchronized void turn(int index, boolean isOn, NodeUsers users) {
        Server server = servers.get(index);
        ServerConnector connector = (ServerConnector) server.getConnectors()[0];
        String name = "node-" + (index + 1);
        try {
            if (isOn && !connector.isRunning()) {
                users.letIn(name);
                connector.start();
            } else if (!isOn && connector.isRunning()) {
                connector.setPort(connector.getLocalPort());
                connector.stop();
                users.cut(name);
            }
        } catch (Exception e) {
            throw new IllegalStateException("Node [" + name + "] could not be " + (isOn ? "started" : "stopped"), e);
        }
    }

    private static Server server(String name, String bind, int port) throws Exception {
        QueuedThreadPool threads = new QueuedThreadPool();
        threads.setName(name);
        Server server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(bind);
        connector.setPort(port);
        connector.open();
        server.addConnector(connector);
        return server;
    }

    private static WebAppContext webApplication(
            String name, Path application, Map<String, String> contextParameters, Path folder) {
        WebAppContext context = new WebAppContext();
        context.setContextPath("/");
        context.setDisplayName(name);
        context.setWar(application.toUri().toString());
        context.setTempDirectory(folder.toFile());
        context.setThrowUnavailableOnStartupException(true);
        context.setAttribute(MetaInfConfiguration.WEBINF_JAR_PATTERN, SCANNED_JARS);
        contextParameters.forEach(context::setInitParameter);
        context.setInitParameter("revocation.instance-name", name);
        return context;
    }

    private static URI address(String bind, ServerConnector connector) {
        String host = bind.equals("0.0.0.0") || bind.equals("::") ? "127.0.0.1" : bind;
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + connector.getLocalPort()
                + "/");
    }

    @Override
    public void close() {
        JETTY.setLevel(Level.OFF);
        servers.forEach(server -> LifeCycle.stop(server));
    }
}
