package org.tokenrevocation.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.Stream;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tokenrevocation.Settings;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.testing.EndpointCases.Case;
import org.tokenrevocation.testing.JettyHost.Chain;
import redis.clients.jedis.RedisClient;

/**
 * The one table of the endpoint, for every door to pass: over real HTTP and real Redis, behind each kind of host
 * filter, compared to the byte. Two doors that pass it answer alike.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class EndpointSuite {
    private static final String ENDPOINT = "/oauth/revoke-token";
    private static final String ACCESS_KEY = "session:access:" + EndpointCases.ACCESS;
    private static final String REFRESH_KEY = "session:refresh:" + EndpointCases.REFRESH;
    private static final String FOREIGN_KEY = "session:user:42";

    private RedisServer redis;
    private RedisClient jedis;
    private TokenRevocation revocation;
    private JettyHost[] hosts;

    /** Adds the door, serving the instance at {@code /oauth/revoke-token}, and leaves nothing else behind. */
    protected abstract void install(ServletContextHandler context, TokenRevocation instance);

    /** Whether what stands before the door refuses a malformed Content-Type in words of its own, as JAX-RS stacks do. */
    protected boolean isStackParsingContentType() {
        return false;
    }

    @BeforeAll
    void start() {
        redis = RedisServer.launch();
        jedis = redis.client();
        revocation = TokenRevocation.open("node", Settings.builder().set("redis-url", redis.url())
                .set("effect-bound", "5ms").set("redis-timeout", "5s").build());
        hosts = Arrays.stream(Chain.values())
                .map(chain -> new JettyHost(chain, context -> install(context, revocation)))
                .toArray(JettyHost[]::new);
    }

    @AfterAll
    void stop() {
        Arrays.stream(hosts).forEach(JettyHost::close);
        revocation.close();
        jedis.close();
        redis.close();
    }

    static Stream<Arguments> table() {
        return Arrays.stream(Chain.values()).flatMap(chain -> EndpointCases.all().stream()
                .filter(row -> chain != Chain.CONSUMING || reachesTheDoor(row))
                .map(row -> Arguments.of(chain, row)));
    }

    /** What a filter that parses the body has already judged by its container's rules is not ours to judge. */
    private static boolean reachesTheDoor(Case row) {
        return !(row.name().contains("bad percent") || row.name().contains("byte order mark")
                || row.name().contains("charset") || row.name().startsWith(EndpointCases.MALFORMED)
                || row.name().contains("Content-Encoding"));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("table")
    void endpoint_anyCall_answersToTheByte(Chain chain, Case row) {
        // Not FLUSHALL: that founds a new incarnation, to which the node repeats what it has deleted.
        jedis.keys("session:*").forEach(jedis::del);
        for (String key : new String[] {ACCESS_KEY, REFRESH_KEY, FOREIGN_KEY}) {
            jedis.set(key, "alice");
        }
        RawHttp.Answer answer = RawHttp.send(
                hosts[chain.ordinal()].port(), row.method(), ENDPOINT + row.target(), row.headers(), row.body());
        if (row.name().startsWith(EndpointCases.MALFORMED) && isStackParsingContentType()) {
            assertEquals(4, answer.status() / 100, "refused before the door is reached");
        } else {
            assertEquals(row.expected(), answer);
        }
        assertEquals(!EndpointCases.ACCESS.equals(row.dies()), jedis.exists(ACCESS_KEY), "the access token lives");
        assertEquals(!EndpointCases.REFRESH.equals(row.dies()), jedis.exists(REFRESH_KEY), "the refresh token lives");
        assertTrue(jedis.exists(FOREIGN_KEY), "another key of the host is untouched");
        assertEquals(row.dies() == null ? 3 : 2, jedis.keys("session:*").size());
        assertFalse(answer.body().contains("Access-1"), "an answer holds no piece of the token");
    }
}
