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
import org.tokenrevocation.Verdict;
import org.tokenrevocation.testing.EndpointCases.Case;
import org.tokenrevocation.testing.JettyHost.Chain;
import redis.clients.jedis.RedisClient;

/**
 * The one table of the endpoint, for every door to pass: over real HTTP and real Redis, behind each kind of host
 * filter, in both modes, compared to the byte. Two doors that pass it answer alike.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class EndpointSuite {
    private static final String ENDPOINT = "/oauth/revoke-token";
    private static final String ACCESS_KEY = "session:access:" + EndpointCases.ACCESS;
    private static final String REFRESH_KEY = "session:refresh:" + EndpointCases.REFRESH;
    private static final String FOREIGN_KEY = "session:user:42";
    private static final String REVOKED = "token-revocation:{denylist}:revoked";

    private RedisServer redis;
    private RedisClient jedis;
    private TokenRevocation sessions;
    private TokenRevocation denylist;
    private JettyHost[] hosts;
    private JettyHost[] denylistHosts;
    private int rows;

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
        sessions = TokenRevocation.open("node", settings().build());
        denylist = TokenRevocation.open("denying",
                settings().set("mode", "denylist").set("accept-unverified", "anonymous").build());
        hosts = hosts(sessions);
        denylistHosts = hosts(denylist);
        Await.untilUp(denylist);
    }

    private Settings.Builder settings() {
        return Settings.builder().set("redis-url", redis.url()).set("effect-bound", "5ms").set("redis-timeout", "5s")
                .set("founding-window", "500ms");
    }

    private JettyHost[] hosts(TokenRevocation instance) {
        return Arrays.stream(Chain.values())
                .map(chain -> new JettyHost(chain, context -> install(context, instance)))
                .toArray(JettyHost[]::new);
    }

    @AfterAll
    void stop() {
        Arrays.stream(hosts).forEach(JettyHost::close);
        Arrays.stream(denylistHosts).forEach(JettyHost::close);
        sessions.close();
        denylist.close();
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
                || row.name().contains("E4 charset") || row.name().contains("charset x-unknown")
                || row.name().contains("charset '") || row.name().startsWith(EndpointCases.MALFORMED)
                || row.name().contains("Content-Encoding"));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("table")
    void endpoint_anyCallInSessionsMode_answersToTheByte(Chain chain, Case row) {
        // Not FLUSHALL: that founds a new incarnation, to which the node repeats what it has deleted.
        jedis.keys("session:*").forEach(jedis::del);
        for (String key : new String[] {ACCESS_KEY, REFRESH_KEY, FOREIGN_KEY}) {
            jedis.set(key, "alice");
        }
        assertAnswered(hosts[chain.ordinal()], row);
        assertEquals(!EndpointCases.ACCESS.equals(row.dies()), jedis.exists(ACCESS_KEY), "the access token lives");
        assertEquals(!EndpointCases.REFRESH.equals(row.dies()), jedis.exists(REFRESH_KEY), "the refresh token lives");
        assertTrue(jedis.exists(FOREIGN_KEY), "another key of the host is untouched");
        long foreign = jedis.keys("*").stream().filter(key -> !key.startsWith("token-revocation:")).count();
        assertEquals(row.dies() == null ? 3 : 2, foreign, "not one key more");
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("table")
    void endpoint_anyCallInDenylistMode_answersToTheByte(Chain chain, Case row) {
        int number = rows++;
        String access = EndpointCases.renewed(EndpointCases.ACCESS, number);
        String refresh = EndpointCases.renewed(EndpointCases.REFRESH, number);
        Case renewed = EndpointCases.renewed(row, number);
        long before = jedis.zcard(REVOKED);
        assertAnswered(denylistHosts[chain.ordinal()], renewed);
        for (String token : new String[] {access, refresh}) {
            assertEquals(token.equals(renewed.dies()) ? Verdict.REVOKED : Verdict.LIVE, denylist.verdict(token));
        }
        long recorded = jedis.zcard(REVOKED) - before;
        // A token that is none of the two is recorded as well, once.
        boolean isRecorded = row.dies() != null || recorded == 1 && row.expected().equals(EndpointCases.REVOKED);
        assertEquals(isRecorded ? 1 : 0, recorded);
    }

    private void assertAnswered(JettyHost host, Case row) {
        RawHttp.Answer answer =
                RawHttp.send(host.port(), row.method(), ENDPOINT + row.target(), row.headers(), row.body());
        if (row.name().startsWith(EndpointCases.MALFORMED) && isStackParsingContentType()) {
            assertEquals(4, answer.status() / 100, "refused before the door is reached");
        } else {
            assertEquals(row.expected(), answer);
        }
        assertFalse(answer.body().contains(EndpointCases.ACCESS.substring(8)), "an answer holds no piece of the token");
    }
}
