package org.tokenrevocation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.ref.WeakReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tokenrevocation.testing.Await;
import org.tokenrevocation.testing.RedisServer;

/** A node remembers the tokens that it has just seen, and must soon forget them: memory is to hold nothing usable. */
class JustSeenIT {
    @ParameterizedTest
    @ValueSource(strings = {"sessions", "denylist"})
    void verdict_tokenThatNobodyShowsAgain_isForgotten(String mode) {
        try (RedisServer redis = RedisServer.launch();
                TokenRevocation node = TokenRevocation.open("node", Settings.builder()
                        .set("redis-url", redis.url()).set("mode", mode).set("accept-unverified", "anonymous").build())) {
            Await.untilUp(node);
            WeakReference<String> token = judgedTwice(node, mode.equals("sessions") ? Verdict.REVOKED : Verdict.LIVE);
            Await.until("nobody holds the token", () -> {
                System.gc();
                return token.get() == null;
            });
        }
    }

    private static WeakReference<String> judgedTwice(TokenRevocation node, Verdict expected) {
        String token = "token-" + Long.toHexString(System.nanoTime() | Long.MIN_VALUE);
        assertEquals(expected, node.verdict(token));
        assertEquals(expected, node.verdict(token));
        return new WeakReference<>(token);
    }
}
