package org.tokenrevocation.servlet;

import java.util.List;
import org.tokenrevocation.Settings;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.testing.Await;
import org.tokenrevocation.testing.RedisServer;

/** The scenario in denylist mode, on embedded Jetty: what is unknown there is revoked here. */
class JettyDenylistDispatchIT extends DispatchScenario {
    @Override
    Host start(HostSpec spec) throws Exception {
        Host host = JettyHost.start(spec);
        Await.until("the node is up", () -> host.revocation().health().isUp());
        return host;
    }

    @Override
    void issueTokens(RedisServer server) {
        revoke(server.url(), "token-revocation", "dead");
        revoke(server.url(), "other", "dead", "live");
    }

    @Override
    HostSpec spec(RedisServer server) {
        HostSpec spec = new HostSpec().setOther("namespace", "other");
        settings(server.url()).forEach(setting -> spec.set(setting[0], setting[1]).setOther(setting[0], setting[1]));
        return spec;
    }

    private static List<String[]> settings(String redisUrl) {
        return List.of(new String[] {"redis-url", redisUrl}, new String[] {"mode", "denylist"},
                new String[] {"accept-unverified", "anonymous"}, new String[] {"redis-timeout", "5s"},
                new String[] {"founding-window", "500ms"});
    }

    private static void revoke(String redisUrl, String namespace, String... tokens) {
        Settings.Builder builder = Settings.builder().set("namespace", namespace);
        settings(redisUrl).forEach(setting -> builder.set(setting[0], setting[1]));
        try (TokenRevocation node = TokenRevocation.open("issuer", builder.build())) {
            Await.untilUp(node);
            node.revokeAll(List.of(tokens)).toCompletableFuture().join();
        }
    }
}
