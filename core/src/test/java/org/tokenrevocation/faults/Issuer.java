package org.tokenrevocation.faults;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.Date;
import java.util.Locale;
import java.util.UUID;
import org.tokenrevocation.Mode;
import org.tokenrevocation.Settings;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.params.SetParams;

/** Makes live tokens as a host of either mode does: with a session entry in Redis, or signed. Thread-safe. */
record Issuer(Mode mode) {
    static final String ACCESS = "session:access:";
    private static final long LIFE_SECONDS = 600;
    private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes();

    /** A new live token. */
    String issue(UnifiedJedis redis) {
        if (mode == Mode.DENYLIST) {
            return signed();
        }
        String token = UUID.randomUUID().toString();
        redis.set(ACCESS + token, "alice", SetParams.setParams().ex(LIFE_SECONDS));
        return token;
    }

    private static String signed() {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .subject("alice")
                .jwtID(UUID.randomUUID().toString())
                .expirationTime(Date.from(Instant.now().plusSeconds(LIFE_SECONDS)))
                .build();
        SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
        try {
            jwt.sign(new MACSigner(SECRET));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return jwt.serialize();
    }

    /** The settings of a node that trusts this issuer. */
    Settings.Builder settings(String redisUrl) {
        Settings.Builder builder = Settings.builder()
                .set("redis-url", redisUrl)
                .set("mode", mode.name().toLowerCase(Locale.ROOT));
        return mode == Mode.DENYLIST
                ? builder.set("jwt-keys", "hmac:" + Base64URL.encode(SECRET))
                : builder;
    }
}
