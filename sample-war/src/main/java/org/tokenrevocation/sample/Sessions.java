package org.tokenrevocation.sample;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import redis.clients.jedis.AbstractTransaction;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.Response;

/**
 * The host's session entries: one hash per token under its SHA-256, so that a dump of Redis holds no usable token.
 *
 * <ul>
 *   <li>{@code session:access:{sha256}}: {@code sub}, {@code session}; lives 10 minutes
 *   <li>{@code session:refresh:{sha256}}: the same and {@code access}, the access token issued with it, readable only
 *       with the refresh token at hand ({@link Tokens#seal}), so that rotation can revoke both; lives one day
 * </ul>
 *
 * <p>Thread-safe. Every call throws a {@code JedisException} while Redis does not answer.
 */
final class Sessions implements Grants {
    private static final String SUBJECT = "sub";
    private static final String SESSION = "session";
    private static final String ACCESS = "access";

    private final RedisClient redis;
    private final String accessPattern;
    private final String refreshPattern;

    /** Takes the client over. */
    Sessions(RedisClient redis, String accessPattern, String refreshPattern) {
        this.redis = redis;
        this.accessPattern = accessPattern;
        this.refreshPattern = refreshPattern;
    }

    /** Stores both entries of a new pair, or neither. */
    @Override
    public Tokens issue(String subject, String session) {
        Tokens tokens = Tokens.random();
        Map<String, String> access = new LinkedHashMap<>();
        access.put(SUBJECT, subject);
        access.put(SESSION, session);
        Map<String, String> refresh = new LinkedHashMap<>(access);
        refresh.put(ACCESS, Tokens.seal(tokens.access(), tokens.refresh()));
        try (AbstractTransaction both = redis.multi()) {
            store(both, key(accessPattern, tokens.access()), access, ACCESS_LIFETIME);
            store(both, key(refreshPattern, tokens.refresh()), refresh, REFRESH_LIFETIME);
            both.exec();
        }
        return tokens;
    }

    private static void store(AbstractTransaction transaction, String key, Map<String, String> entry, Duration life) {
        transaction.hset(key, entry);
        transaction.expire(key, life.toSeconds());
    }

    /** The live session of an access token. */
    @Override
    public Optional<Access> find(String accessToken) {
        String key = key(accessPattern, accessToken);
        try (AbstractTransaction look = redis.multi()) {
            Response<Map<String, String>> entry = look.hgetAll(key);
            Response<Long> remainingMillis = look.pttl(key);
            look.exec();
            return entry.get().isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Access(entry.get().get(SUBJECT), entry.get().get(SESSION),
                            Duration.ofMillis(remainingMillis.get())));
        }
    }

    /**
     * Uses a refresh token up. Reading and deleting are one transaction, so of two parallel calls one gets the session
     * and the other nothing.
     */
    @Override
    public Optional<Spent> spend(String refreshToken) {
        String key = key(refreshPattern, refreshToken);
        try (AbstractTransaction claim = redis.multi()) {
            Response<Map<String, String>> entry = claim.hgetAll(key);
            claim.del(key);
            claim.exec();
            return entry.get().isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Spent(entry.get().get(SUBJECT), entry.get().get(SESSION),
                            List.of(refreshToken, Tokens.unseal(entry.get().get(ACCESS), refreshToken))));
        }
    }

    private static String key(String pattern, String token) {
        String digest = HexFormat.of().formatHex(Tokens.sha256(token.getBytes(StandardCharsets.UTF_8)));
        return pattern.replace("{sha256}", digest);
    }

    @Override
    public void close() {
        redis.close();
    }
}
