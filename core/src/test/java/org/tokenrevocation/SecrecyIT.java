package org.tokenrevocation;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tokenrevocation.internal.identity.JoseHeaderJson;
import org.tokenrevocation.internal.identity.Sha256;
import org.tokenrevocation.internal.identity.TokenDigest;
import org.tokenrevocation.internal.identity.TokenIdentity;
import org.tokenrevocation.testing.Await;
import org.tokenrevocation.testing.RedisServer;
import org.tokenrevocation.testing.TcpProxy;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;

/** Feeds secrets through every path there is and looks for them in everything that comes out. */
class SecrecyIT {
    private static final int PIECE = 8;
    private static final String PASSWORD = random() + "%40" + random();

    private static final String SECRET = random();

    private String mode = "sessions";
    private final StringBuffer output = new StringBuffer();
    private final List<String> tokens = new ArrayList<>();
    private final Logger root = Logger.getLogger("");
    private final Logger ours = Logger.getLogger("org.tokenrevocation");
    private final Level rootLevel = root.getLevel();
    private final Handler listener = new Handler() {
        @Override
        public void publish(LogRecord record) {
            output.append(new SimpleFormatter().format(record));
        }

        @Override
        public void flush() {
            // Nothing is buffered.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    };

    private static String random() {
        byte[] bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private String token() {
        String token = mode.equals("denylist") ? jwt() : random();
        tokens.add(token);
        return token;
    }

    /** Everything behind the JOSE header is looked for; the header is the same for all and no secret. */
    private static String jwt() {
        try {
            SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), new JWTClaimsSet.Builder()
                    .jwtID(random()).expirationTime(new Date(System.currentTimeMillis() + 600_000)).build());
            jwt.sign(new MACSigner(SECRET));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Without a JOSE header, and without what all claims begin with. */
    private static List<String> secretParts(String token) {
        String[] parts = token.split("\\.");
        return parts.length < 3 ? List.of(token) : List.of(parts[1].substring(parts[1].length() - 60), parts[2]);
    }

    private static List<String> digests(String token) {
        List<String> digests = new ArrayList<>();
        TokenDigest digest = new TokenIdentity(new JoseHeaderJson()).digest(token);
        if (digest != null) {
            digests.add(HexFormat.of().formatHex(digest.bytes()));
            digests.add(Base64.getUrlEncoder().encodeToString(digest.bytes()));
        }
        digests.add(HexFormat.of().formatHex(Sha256.digest(token.getBytes(StandardCharsets.UTF_8))));
        return digests;
    }

    @BeforeEach
    void listen() {
        listener.setLevel(Level.ALL);
        root.addHandler(listener);
        root.setLevel(Level.FINE);
        ours.setLevel(Level.ALL);
    }

    @AfterEach
    void stopListening() {
        root.removeHandler(listener);
        root.setLevel(rootLevel);
        ours.setLevel(null);
    }

    private void note(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        output.append(text);
    }

    private void callEverything(TokenRevocation node) {
        for (int i = 0; i < 5; i++) {
            output.append(node.verdict(token()));
            tryRevoke(node, List.of(token()));
            tryRevoke(node, List.of(token(), token()));
            tryRevoke(node, List.of(token() + ":" + token()));
            tryRevoke(node, List.of(token() + "\u00e9"));
            output.append(node.verdict("\"" + token() + " "));
        }
        output.append(node.health()).append(node).append(node.settings());
    }

    private void tryRevoke(TokenRevocation node, List<String> revoked) {
        try {
            node.revokeAll(revoked).toCompletableFuture().join();
        } catch (RuntimeException e) {
            note(e);
        }
        if (revoked.size() == 1) {
            try {
                node.revoke(revoked.get(0));
            } catch (RuntimeException e) {
                note(e);
            }
        }
    }

    private void assertSilent(String expected) {
        assertTrue(output.indexOf(expected) >= 0, "the path was not taken: " + expected + " in " + output);
        List<String> secrets = new ArrayList<>();
        tokens.forEach(token -> secrets.addAll(secretParts(token)));
        tokens.forEach(token -> secrets.addAll(digests(token)));
        secrets.add(SECRET);
        secrets.add(Base64URL.encode(SECRET).toString());
        secrets.add(PASSWORD);
        secrets.add(PASSWORD.replace("%40", "@"));
        for (String secret : secrets) {
            for (int i = 0; i + PIECE <= secret.length(); i++) {
                String piece = secret.substring(i, i + PIECE);
                assertFalse(output.indexOf(piece) >= 0, () -> "a piece of a secret in: " + output);
            }
        }
    }

    private TokenRevocation open(int port, String keys) {
        return TokenRevocation.open("quiet", Settings.builder()
                .set("redis-url", "redis://:" + PASSWORD + "@127.0.0.1:" + port)
                .set("redis-timeout", "100ms")
                .set("effect-bound", "5ms")
                .set("founding-window", "500ms")
                .set("mode", mode)
                .set("jwt-keys", "hmac:" + Base64URL.encode(SECRET))
                .set("session-key-access", "session:access:{" + keys + "}")
                .set("session-key-refresh", "session:refresh:{" + keys + "}")
                .build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sessions", "denylist"})
    void output_everyCallInGoodAndBadTimes_noSecret(String inMode) {
        mode = inMode;
        try (RedisServer redis = RedisServer.launch("--requirepass", PASSWORD.replace("%40", "@"));
                TcpProxy proxy = TcpProxy.to(redis.port());
                TokenRevocation node = open(proxy.port(), "token")) {
            Await.untilUp(node);
            callEverything(node);
            proxy.cutBeforeReplyTo(mode.equals("sessions") ? "DEL" : "ZADD");
            tryRevoke(node, List.of(token()));
            proxy.holdReplies();
            callEverything(node);
            proxy.pass();
            redis.kill();
            Await.until("trouble", () -> !node.health().isUp());
            callEverything(node);
        }
        assertSilent("failed within redis-timeout");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sessions", "denylist"})
    void output_wrongPassword_noSecret(String inMode) {
        mode = inMode;
        try (RedisServer redis = RedisServer.launch("--requirepass", "another");
                TokenRevocation node = open(redis.port(), "sha256")) {
            Await.until("trouble", () -> node.health().trouble().orElse("").contains("WRONGPASS"));
            callEverything(node);
        }
        assertSilent("WRONGPASS");
    }

    private static void awaitNamed(String command, TokenRevocation node) {
        Await.until("health names " + command,
                () -> node.health().trouble().orElse("").toUpperCase(Locale.ROOT).contains(command));
    }

    @Test
    void output_redisRepeatsArguments_noSecret() {
        // "-ERR unknown command 'PTTL', with args beginning with: 'session:access:…'"
        for (String keys : List.of("token", "sha256")) {
            try (RedisServer redis = RedisServer.launch("--requirepass", PASSWORD.replace("%40", "@"),
                            "--rename-command", "PTTL", "pttl-of-ours", "--rename-command", "DEL", "");
                    TokenRevocation node = open(redis.port(), keys)) {
                awaitNamed("PTTL", node);
                callEverything(node);
            }
        }
        assertSilent("unknown command");
    }

    @Test
    void output_redisRepeatsScript_noSecret() {
        mode = "denylist";
        try (RedisServer redis = RedisServer.launch("--requirepass", PASSWORD.replace("%40", "@"));
                RedisClient jedis = RedisClient.builder().hostAndPort("127.0.0.1", redis.port())
                        .clientConfig(DefaultJedisClientConfig.builder().password(PASSWORD.replace("%40", "@")).build())
                        .build();
                TokenRevocation node = open(redis.port(), "token")) {
            Await.untilUp(node);
            jedis.set("token-revocation:{denylist}:revoked", "of another type");
            callEverything(node);
        }
        assertSilent("WRONGTYPE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sessions", "denylist"})
    void output_noPermission_noSecret(String inMode) {
        mode = inMode;
        try (RedisServer redis = RedisServer.launch("--requirepass", PASSWORD.replace("%40", "@"));
                Connection admin = new Connection(new HostAndPort("127.0.0.1", redis.port()),
                        DefaultJedisClientConfig.builder().password(PASSWORD.replace("%40", "@")).build());
                TokenRevocation node = open(redis.port(), "token")) {
            admin.executeCommand(new CommandArguments(Protocol.Command.ACL).add("SETUSER").add("default")
                    .add("-@all").add("+info").add("+acl"));
            Await.until("refused", () -> node.health().trouble().orElse("").contains("NOPERM"));
            callEverything(node);
            admin.executeCommand(new CommandArguments(Protocol.Command.ACL).add("SETUSER").add("default")
                    .add("+@all").add("-pttl").add("-del").add("-zadd"));
            awaitNamed(mode.equals("sessions") ? "PTTL" : "ZADD", node);
            callEverything(node);
        }
        assertSilent("NOPERM");
    }

    @Test
    void output_refusedSettings_noSecret() {
        for (String url : List.of("http://:P@h", "redis://:P@h:x", "redis://:P@h/x", "redis://:P@h^h", "redis://:P%zz@h",
                "redis://:P/@h", "redis://:P#@h", "redis://P@h")) {
            String secret = url.replace("P", PASSWORD);
            note(assertThrows(IllegalArgumentException.class,
                    () -> Settings.builder().set("redis-url", secret).build(), url));
        }
        output.append(Settings.builder().set("redis-url", "redis://u:" + PASSWORD + "@h").set("jwt-keys", PASSWORD)
                .build());
        assertSilent("masked");
    }
}
