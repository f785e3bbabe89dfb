package org.tokenrevocation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tokenrevocation.internal.memo.RecentTokens;
import org.tokenrevocation.testing.Await;
import org.tokenrevocation.testing.RedisServer;
import redis.clients.jedis.RedisClient;

/** A node remembers the tokens that it has just seen, and must soon forget them: memory is to hold nothing usable. */
class JustSeenIT {
    private static final String TOKEN = "token-of-some-length";

    @ParameterizedTest
    @ValueSource(strings = {"sessions", "denylist"})
    void verdict_tokenThatNobodyShowsAgain_isForgotten(String mode) {
        RecentTokens recent = new RecentTokens();
        try (RedisServer redis = RedisServer.launch();
                TokenRevocation node = TokenRevocation.builder("node", settings(redis, mode)).recent(recent).open()) {
            Await.untilUp(node);
            Verdict expected = mode.equals("sessions") ? Verdict.REVOKED : Verdict.LIVE;
            Await.until("remembered", () -> node.verdict(TOKEN) == expected && recent.find(TOKEN) != null);
            Await.until("forgotten", () -> recent.find(TOKEN) == null);
        }
    }

    /** What was found about a token is believed no longer than memory is. */
    @ParameterizedTest
    @ValueSource(strings = {"sessions", "denylist"})
    void verdict_tokenJustFoundLive_isNoMoreWhenRevokedOrClosed(String mode) {
        String another = "another-" + TOKEN;
        try (RedisServer redis = RedisServer.launch(); RedisClient jedis = redis.client()) {
            jedis.set("session:access:" + TOKEN, "alice");
            jedis.set("session:access:" + another, "alice");
            TokenRevocation node = TokenRevocation.open("node", settings(redis, mode));
            try (node) {
                Await.until("live", () -> node.verdict(TOKEN) == Verdict.LIVE && node.verdict(TOKEN) == Verdict.LIVE
                        && node.verdict(another) == Verdict.LIVE);
                node.revoke(TOKEN);
                assertEquals(Verdict.REVOKED, node.verdict(TOKEN));
                assertEquals(Verdict.REVOKED, node.verdict(TOKEN));
                assertEquals(Verdict.LIVE, node.verdict(another));
            }
            assertEquals(Verdict.UNDECIDED, node.verdict(another));
        }
    }

    private static Settings settings(RedisServer redis, String mode) {
        return Settings.builder().set("redis-url", redis.url()).set("mode", mode).set("accept-unverified", "anonymous").build();
    }
}
