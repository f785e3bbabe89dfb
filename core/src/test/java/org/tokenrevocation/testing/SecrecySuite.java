package org.tokenrevocation.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tokenrevocation.ClientAuthenticator;
import org.tokenrevocation.Mode;
import org.tokenrevocation.Settings;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.testing.JettyHost.Chain;
import redis.clients.jedis.RedisClient;

/**
 * Hundreds of tokens through a door over real HTTP, in good and in bad times, and then a search for every piece of
 * eight characters of them in all that was said: answers, log lines of ours at every level and of the host's at its
 * own, standard output, stack traces. What a host logs of a request line is the host's: see SECURITY.md.
 */
public abstract class SecrecySuite {
    private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final String ALPHABET = "GHIJKLMNOPQRSTUVWXYZghijklmnopqrstuvwxyz0123456789-_";
    /** How often each path is taken; {@code .ci/full secrecy} takes it more often. */
    private static final int ROUNDS = Integer.getInteger("secrecy.rounds", 20);
    private static final String ENDPOINT = "/oauth/revoke-token";
    private static final String JSON = "Content-Type: application/json\r\n";
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded\r\n";

    private final SecureRandom random = new SecureRandom();
    private final List<String> secrets = new ArrayList<>();
    private Mode mode;

    /** Adds the door (and more, if the module has more) to the context, serving the instance. */
    protected abstract void install(ServletContextHandler context, TokenRevocation instance);

    /** How a test sends a token through a path of its module's own; none by default. */
    protected List<Function<String, RawHttp.Answer>> paths(int port) {
        return List.of();
    }

    /** A new token of the mode's kind. */
    private String token() {
        StringBuilder opaque = new StringBuilder();
        random.ints(32, 0, ALPHABET.length()).forEach(i -> opaque.append(ALPHABET.charAt(i)));
        if (mode == Mode.SESSIONS) {
            secrets.add(opaque.toString());
            return opaque.toString();
        }
        SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), new JWTClaimsSet.Builder()
                .jwtID(opaque.toString()).expirationTime(Date.from(Instant.now().plusSeconds(600))).build());
        try {
            jwt.sign(new MACSigner(KEY));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        String token = jwt.serialize();
        secrets.add(token.substring(token.indexOf('.')));
        return token;
    }

    private Settings settings(RedisServer redis) {
        return Settings.builder().set("redis-url", redis.url()).set("mode", mode.name().toLowerCase())
                .set("effect-bound", "5ms").set("redis-timeout", "200ms").set("body-timeout", "200ms")
                .set("jwt-keys", "hmac:" + Base64URL.encode(KEY)).build();
    }

    private void post(Output output, int port, String target, String headers, String body) {
        output.add(RawHttp.send(port, "POST", target, headers, body.getBytes(StandardCharsets.UTF_8)));
    }

    private void callEverything(Output output, int port, TokenRevocation node, int times) {
        for (int i = 0; i < times; i++) {
            post(output, port, ENDPOINT, JSON, EndpointCases.json(token(), "access"));
            post(output, port, ENDPOINT, JSON, EndpointCases.json(token(), token()));
            post(output, port, ENDPOINT, JSON, EndpointCases.json(token() + "!" + token(), "access"));
            post(output, port, ENDPOINT, JSON, "{\"token\":\"" + token() + "\",\"token\":\"" + token() + "\"}");
            post(output, port, ENDPOINT, JSON, "{\"" + token() + "\":" + token());
            post(output, port, ENDPOINT, FORM, "token=" + token());
            post(output, port, ENDPOINT, FORM, "token=" + token() + "%zz");
            post(output, port, ENDPOINT + "?token=" + token(), FORM, "token_type_hint=" + token());
            post(output, port, ENDPOINT, "Content-Type: text/" + token() + "\r\n", token());
            post(output, port, ENDPOINT, JSON + "Authorization: Bearer " + token() + "\r\n", token());
            for (Function<String, RawHttp.Answer> path : paths(port)) {
                output.add(path.apply(token()));
            }
            output.add(node.verdict(token()));
            tryRevoke(output, node, List.of(token(), token()));
            tryRevoke(output, node, List.of(token(), "\"" + token()));
        }
        output.add(node.health() + " " + node + " " + node.settings() + " " + node.endpoint());
    }

    private static void tryRevoke(Output output, TokenRevocation node, List<String> tokens) {
        try {
            node.revokeAll(tokens).toCompletableFuture().join();
        } catch (RuntimeException e) {
            output.add(e);
        }
    }

    private void revokeLive(Output output, int port, RedisClient jedis, int times) {
        for (int i = 0; i < times; i++) {
            String token = token();
            jedis.set("session:access:" + token, "alice");
            post(output, port, ENDPOINT, JSON, EndpointCases.json(token, "access"));
        }
        assertTrue(output.has("fingerprint="), "revocations are audited");
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void output_manyTokensInGoodAndBadTimes_noPieceOfOne(Mode tested) {
        mode = tested;
        try (RedisServer redis = RedisServer.launch(); RedisClient jedis = redis.client(); Output output = new Output();
                TokenRevocation node = TokenRevocation.open("quiet", settings(redis));
                JettyHost host = new JettyHost(Chain.ASYNC, context -> install(context, node))) {
            Await.untilUp(node);
            revokeLive(output, host.port(), jedis, ROUNDS);
            callEverything(output, host.port(), node, ROUNDS);
            redis.pause();
            callEverything(output, host.port(), node, 2);
            redis.resume();
            redis.kill();
            Await.until("trouble", () -> !node.health().isUp());
            callEverything(output, host.port(), node, 5);
            assertTrue(output.has("not confirmed"), "bad times were bad");
            output.assertHoldsNoPieceOf(secrets);
        }
        assertTrue(secrets.size() > 15 * ROUNDS, "tokens: " + secrets.size());
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void output_authenticatorFailsWithTheHeadersInItsMessage_noPieceOfOne(Mode tested) {
        mode = tested;
        ClientAuthenticator broken = new ClientAuthenticator() {
            @Override
            public Optional<String> authenticate(Function<String, List<String>> headers) {
                throw new IllegalStateException("cannot read " + headers.apply("Authorization"));
            }

            @Override
            public String challenge() {
                return "Basic realm=\"api\"";
            }
        };
        try (RedisServer redis = RedisServer.launch(); Output output = new Output();
                TokenRevocation node = TokenRevocation.builder("quiet", settings(redis))
                        .clientAuthenticator(broken).open();
                JettyHost host = new JettyHost(Chain.ASYNC, context -> install(context, node))) {
            for (int i = 0; i < 50; i++) {
                post(output, host.port(), ENDPOINT, JSON + "Authorization: Bearer " + token() + "\r\n", token());
            }
            assertTrue(output.has("IllegalStateException"), "the fault was logged");
            output.assertHoldsNoPieceOf(secrets);
        }
    }
}
