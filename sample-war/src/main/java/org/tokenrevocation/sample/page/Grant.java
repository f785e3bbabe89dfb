package org.tokenrevocation.sample.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One issued pair of tokens and how each node takes its access token. Tokens stay here: they are never written to the
 * browser or a log. Thread-safe.
 */
final class Grant {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FINGERPRINT_BYTES = 4;

    private final String access;
    private final String refresh;
    private final long expiresAtNanos;
    private final Standing[] standings;
    private final Double[] effectMillis;
    private final long[] sentAtNanos;
    private Long revokedAtNanos;

    private Grant(String access, String refresh, long expiresAtNanos, int nodes) {
        this.access = access;
        this.refresh = refresh;
        this.expiresAtNanos = expiresAtNanos;
        this.standings = new Standing[nodes];
        this.effectMillis = new Double[nodes];
        this.sentAtNanos = new long[nodes];
        Arrays.fill(standings, Standing.UNKNOWN);
        Arrays.fill(sentAtNanos, System.nanoTime());
    }

    /** @throws IllegalArgumentException if this is no token response (RFC 6749 section 5.1) */
    static Grant of(String tokenResponse, int nodes) {
        try {
            JsonNode body = JSON.readTree(tokenResponse);
            String access = body.path("access_token").asText("");
            String refresh = body.path("refresh_token").asText("");
            if (access.isEmpty() || refresh.isEmpty()) {
                throw new IllegalArgumentException("The token endpoint issued no pair of tokens");
            }
            long life = TimeUnit.SECONDS.toNanos(body.path("expires_in").asLong());
            return new Grant(access, refresh, System.nanoTime() + life, nodes);
        } catch (JsonProcessingException e) {
            // Its message would quote the body.
            throw new IllegalArgumentException("The token endpoint answered something that is no JSON");
        }
    }

    String access() {
        return access;
    }

    String refresh() {
        return refresh;
    }

    List<String> pair() {
        return List.of(access, refresh);
    }

    /** The first 32 bits of the access token's SHA-256: enough to tell cards apart, too little to find the token by. */
    String fingerprint() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(access.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, FINGERPRINT_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    long secondsLeft() {
        return Math.max(0, TimeUnit.NANOSECONDS.toSeconds(expiresAtNanos - System.nanoTime()));
    }

    synchronized Standing standing(int node) {
        return standings[node];
    }

    /** What a request learnt, unless one that was sent later has learnt its answer already. */
    synchronized void stands(int node, Standing standing, long requestSentAtNanos) {
        if (requestSentAtNanos - sentAtNanos[node] >= 0) {
            sentAtNanos[node] = requestSentAtNanos;
            standings[node] = standing;
        }
    }

    /** The revocation of the access token is confirmed now. */
    synchronized void revoked() {
        if (revokedAtNanos == null) {
            revokedAtNanos = System.nanoTime();
        }
    }

    /**
     * How long a cache of this age, filled just before the revocation, would still accept the access token: 0 if it is
     * not revoked.
     */
    synchronized long cacheSecondsLeft(long cacheSeconds) {
        if (revokedAtNanos == null) {
            return 0;
        }
        long since = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - revokedAtNanos);
        return Math.max(0, Math.min(cacheSeconds - since, secondsLeft()));
    }

    /** Whether the node has accepted the token in a request that began after its revocation was confirmed. */
    synchronized boolean isAcceptedThoughRevoked(int node) {
        return standings[node] == Standing.LIVE && revokedAtNanos != null && sentAtNanos[node] - revokedAtNanos > 0;
    }

    /** From the revoke call to the first refusal; null as long as there is none. */
    synchronized Double effectMillis(int node) {
        return effectMillis[node];
    }

    synchronized void refused(int node, double millis, long requestSentAtNanos) {
        stands(node, Standing.REFUSED, requestSentAtNanos);
        if (effectMillis[node] == null) {
            effectMillis[node] = millis;
        }
    }
}
