package org.tokenrevocation.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tokenrevocation.Settings;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.Verdict;
import org.tokenrevocation.testing.Await;
import org.tokenrevocation.testing.RedisServer;

/**
 * The filter's scenario in denylist mode (conformance F and H): what is unknown there is revoked here. Three cases end
 * otherwise, because memory knows the dead even while Redis is down, and a token is not alive by having an entry.
 */
class JettyDenylistFilterIT extends FilterScenario {
    @Override
    Host start(HostSpec spec) throws Exception {
        Host host = JettyHost.start(spec);
        TokenRevocation revocation = host.revocation();
        if (revocation != null) {
            Await.until("the node is up", () -> revocation.health().isUp());
        }
        return host;
    }

    @Override
    HostSpec spec(RedisServer server) {
        return new HostSpec().set("redis-url", server.url()).set("mode", "denylist").set("accept-unverified", "anonymous")
                .set("founding-window", "500ms");
    }

    @Override
    void issueTokens(RedisServer server) {
        try (TokenRevocation node = TokenRevocation.open("issuer", settings(server))) {
            Await.until("the node is up", () -> node.health().isUp());
            node.revokeAll(List.of("dead", "dead=dead", "padded", "unknown", "ours-1")).toCompletableFuture().join();
        }
    }

    private static Settings settings(RedisServer server) {
        return Settings.builder().set("redis-url", server.url()).set("mode", "denylist").set("token-characters", "=")
                .set("accept-unverified", "anonymous").set("founding-window", "500ms").build();
    }

    @Test
    @Override
    void call_redisKilled_unavailableThenRecoversAndProbeIsRefusedThroughout() throws Exception {
        try (RedisServer own = RedisServer.launch()) {
            issueTokens(own);
            Host host = launch(spec(own));
            assertEquals(200, get("/api/x", "Authorization: Bearer live").status());
            own.kill();
            Await.until("503", () -> get("/api/x", "Authorization: Bearer live").status() == 503);
            Http.Answer answer = get("/api/x", "Authorization: Bearer live");
            assertEquals("1", answer.header("Retry-After"));
            assertEquals("no-store", answer.header("Cache-Control"));
            assertEquals(401, get("/api/x", "Authorization: Bearer dead").status(), "memory knows the dead");
            assertEquals(401, get("/api/x", "Authorization: Bearer token-revocation-probe").status());
            assertEquals(401, get("/api/x", "Authorization: Bearer").status());
            assertEquals(200, get("/api/x").status());
            own.restart();
            Await.until("200", () -> get("/api/x", "Authorization: Bearer live").status() == 200);
            assertEquals(401, get("/api/x", "Authorization: Bearer dead").status(), "written back to an empty Redis");
            try (TokenRevocation newcomer = TokenRevocation.open("newcomer", settings(own))) {
                Await.until("the newcomer is up", () -> newcomer.health().isUp());
                assertEquals(Verdict.REVOKED, newcomer.verdict("dead"));
            }
            assertTrue(host.revocation().health().isUp());
            hosts.closeOwn();
        }
    }

    @Test
    @Override
    void call_redisKilledAndFailPolicyOpen_passesAndIsCounted() throws Exception {
        try (RedisServer own = RedisServer.launch()) {
            issueTokens(own);
            LogLines log = new LogLines();
            Host host = launch(spec(own).set("fail-policy", "open"));
            assertEquals(401, get("/api/x", "Authorization: Bearer dead").status());
            own.kill();
            Await.until("passed unjudged", () -> {
                assertEquals(200, get("/api/x", "Authorization: Bearer live").status());
                return host.count("filter.passed.undecided") >= 2;
            });
            assertEquals(401, get("/api/x", "Authorization: Bearer dead").status(), "what memory knows stays refused");
            assertEquals(401, get("/api/x", "Authorization: Bearer token-revocation-probe").status());
            own.restart();
            Await.until("judged again", () -> {
                long before = host.count("filter.passed.undecided");
                assertEquals(200, get("/api/x", "Authorization: Bearer live").status());
                return host.count("filter.passed.undecided") == before;
            });
            assertEquals(401, get("/api/x", "Authorization: Bearer dead").status());
            assertEquals(1, log.lines("requests pass unjudged"));
            assertEquals(0, log.lines("requests are judged again"), "not before a quiet minute");
            hosts.closeOwn();
        }
    }

    @Test
    @Override
    void undeploy_ownInstance_closedButHandedInOneIsNot() throws Exception {
        Host host = launch(spec());
        TokenRevocation opened = host.revocation();
        assertEquals(Verdict.LIVE, opened.verdict("live"));
        host.undeploy();
        Await.until("its lease has ended", () -> opened.verdict("live2") == Verdict.UNDECIDED);
        hosts.closeOwn();
        try (TokenRevocation mine = TokenRevocation.open("mine", settings(redis))) {
            Host second = launch(new HostSpec().hand(mine));
            assertNotNull(second.revocation());
            assertEquals(401, get("/api/x", "Authorization: Bearer dead").status());
            second.undeploy();
            assertEquals(Verdict.LIVE, mine.verdict("live2"));
        }
    }
}
