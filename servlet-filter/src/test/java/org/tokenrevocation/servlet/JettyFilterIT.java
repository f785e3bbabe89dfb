package org.tokenrevocation.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.servlet.DispatcherType;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.Test;
import org.tokenrevocation.Settings;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.Verdict;
import org.tokenrevocation.testing.FoundedFleet;
import org.tokenrevocation.testing.RedisServer;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;

/** The scenario on embedded Jetty. */
class JettyFilterIT extends FilterScenario {
    @Override
    Host start(HostSpec spec) throws Exception {
        return JettyHost.start(spec);
    }

    @Test
    void filter_registeredByTheHostWithAnInstance_guardsWithThatInstance() throws Exception {
        Settings settings = Settings.builder().set("redis-url", redis.url()).set("exclude", "/public")
                .set("redis-timeout", "5s").set("founding-window", "500ms").build();
        try (TokenRevocation mine = TokenRevocation.open("mine", settings)) {
            Server server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            ServletContextHandler handler = new ServletContextHandler("/");
            handler.addServlet(HostServlets.Echo.class, "/");
            handler.addFilter(new FilterHolder(new TokenRevocationFilter(mine)), "/*",
                    EnumSet.allOf(DispatcherType.class));
            server.setHandler(handler);
            server.start();
            int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
            assertEquals(401, Http.get(port, "/api", "Authorization: Bearer dead").status());
            assertEquals(200, Http.get(port, "/api", "Authorization: Bearer live").status());
            assertEquals(200, Http.get(port, "/public", "Authorization: Bearer dead").status());
            server.stop();
            assertEquals(Verdict.LIVE, mine.verdict("live"));
        }
    }

    /** Memory goes on judging what it knows, so verdicts and no verdicts come in turn, as clients choose. */
    @Test
    void call_lookUpsRefusedAndFailPolicyOpen_oneLogRecordForAllRequests() throws Exception {
        try (RedisServer own = RedisServer.launch(); RedisClient jedis = own.client()) {
            issueTokens(own);
            LogLines log = new LogLines();
            // Memory judges what it knows for so long.
            FoundedFleet.write(jedis, 5_000);
            Host host = launch(spec(own).set("fail-policy", "open"));
            assertEquals(200, get("/api/x", "Authorization: Bearer live").status());
            setRight(jedis, "-pttl");
            for (int i = 0; i < 20; i++) {
                assertEquals(200, get("/api/x", "Authorization: Bearer live").status());
                assertEquals(200, get("/api/x", "Authorization: Bearer unknown-" + i).status());
            }
            assertEquals(20, host.count("filter.passed.undecided"));
            assertEquals(1, log.lines("requests pass unjudged"));
            assertEquals(0, log.lines("requests are judged again"));
            log.close();
            hosts.closeOwn();
        }
    }

    private static void setRight(RedisClient jedis, String right) {
        jedis.executeCommand(new CommandObject<>(new CommandArguments(Protocol.Command.ACL)
                .add("SETUSER").add("default").add(right), BuilderFactory.STRING));
    }
}
