package org.tokenrevocation.internal.redis;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.tokenrevocation.RevocationUnavailableException;
import org.tokenrevocation.Settings;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.Verdict;
import org.tokenrevocation.internal.Ticker;
import org.tokenrevocation.internal.feed.Acknowledgements;
import org.tokenrevocation.internal.identity.TokenDigest;
import org.tokenrevocation.internal.lease.Fence;
import org.tokenrevocation.internal.sessions.SessionStore;
import org.tokenrevocation.testing.Await;
import org.tokenrevocation.testing.Choices;
import org.tokenrevocation.testing.Fuzzing;
import org.tokenrevocation.testing.GarbledRedis;

/** Replies of every shape: our one exception or an answer that stands in the bytes, and never a dead thread. */
class ReplyFuzzTest {
    private static final byte[] KEY = "session:access:t".getBytes(StandardCharsets.US_ASCII);
    private static final String FLEET = "(\\$5\\r\\nfleet\\r\\n|\\+fleet\\r\\n)";
    /** Pushes may stand between replies. */
    private static final String PUSH = "(>2\\r\\n[$+].*?\\r\\n(_|\\*1\\r\\n\\$1\\r\\nx)\\r\\n)*";
    /** Jedis takes any characters for digits, so what stands behind the colon is not checked further. */
    private static final Pattern LIVE = Pattern.compile(
            "(?s)" + PUSH + ":(?!-[2-9])[^\\r]*\\r\\n" + PUSH + FLEET + ".*");

    private volatile byte[] reply = new byte[0];

    private static byte[] bytes(byte[] data) {
        return new Choices(data).row(GarbledRedis.PIECES, 12).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static RedisAddress address(GarbledRedis server) {
        return RedisAddress.parse(server.url(), (url, remedy) -> new IllegalArgumentException(remedy));
    }

    @Test
    void store_generatedReplies_unavailableOrWhatTheBytesSay() {
        try (GarbledRedis server = new GarbledRedis(() -> reply);
                JedisSessionStore store = new JedisSessionStore("fuzz", address(server), Duration.ofMillis(500),
                        FeedKeys.sessions("token-revocation", "session:access:{token}", "session:access:", 0),
                        RedisConnectionsIT.PATTERNS, Fence.NONE)) {
            long runs = Fuzzing.drive("replies to the pool", 100, data -> {
                reply = bytes(data);
                String said = new String(reply, StandardCharsets.ISO_8859_1);
                Await.until("a connection is there", () -> store.isSettled() && store.trouble() == null);
                try {
                    SessionStore.Sight sight = store.look(KEY, Ticker.SYSTEM.nanos() + TimeUnit.MILLISECONDS.toNanos(500));
                    assertTrue(sight.remainingMillis() == SessionStore.ABSENT || !sight.fleet().equals("fleet")
                            || LIVE.matcher(said).matches(), () -> "live by " + said + ": " + sight);
                } catch (RevocationUnavailableException e) {
                    assertTrue(e.getMessage() != null);
                }
                try {
                    SessionStore.Deletion done = store.delete(
                            List.of(new SessionStore.Entries(new byte[][] {KEY, KEY}, new TokenDigest(0, 0))),
                            new Acknowledgements("00000000000000aa").open("00000000000000bb"), () -> { });
                    assertTrue(!done.fleet().equals("fleet") || LIVE.matcher(said).matches(),
                            () -> "confirmed by " + said);
                } catch (RevocationUnavailableException e) {
                    assertTrue(e.getMessage() != null);
                }
            });
            assertTrue(runs > 0);
            assertTrue(server.garbled() > runs, "the replies were read");
        }
    }

    @Test
    void node_generatedRepliesOnEveryConnection_neverLiveNeverConfirmed() {
        byte[][] data = {new byte[] {0}};
        Settings.Builder settings = Settings.builder().set("redis-timeout", "50ms").set("effect-bound", "5ms");
        try (GarbledRedis server = new GarbledRedis(() -> bytes(data[0]));
                TokenRevocation node = TokenRevocation.open("fuzz", settings.set("redis-url", server.url()).build())) {
            Fuzzing.drive("replies to the feed", 20, next -> {
                data[0] = next;
                int before = server.garbled();
                Await.until("another exchange on a connection that lives on", () -> {
                    assertTrue(node.verdict("t") != Verdict.LIVE);
                    return server.garbled() > before;
                });
                try {
                    node.revoke("t");
                    throw new AssertionError("confirmed by garbage");
                } catch (RevocationUnavailableException e) {
                    assertTrue(e.getMessage() != null);
                }
            });
        }
    }
}
