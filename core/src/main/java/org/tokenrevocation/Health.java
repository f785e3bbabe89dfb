package org.tokenrevocation;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.tokenrevocation.internal.contract.HealthJson;

/**
 * What a node can say about itself; a snapshot. Holds no token, no digest and no password.
 *
 * @param name the instance's name, as in its log lines
 * @param mode which truth Redis holds
 * @param redis whether Redis answered last time we asked
 * @param trouble why requests or revocations are or may be refused with 503, in words; empty while all is well
 * @param memory how answers come about at the moment
 * @param leaseAge how long ago the present lease was asked for; empty without a lease
 * @param entries what memory holds: cached live answers, or revoked digests
 * @param counters counts since the start by name, for example {@code verdicts.revoked}; in order
 * @param settings the effective settings by name, secrets masked; in order
 */
public record Health(
        String name,
        Mode mode,
        RedisState redis,
        Optional<String> trouble,
        Memory memory,
        Optional<Duration> leaseAge,
        long entries,
        Map<String, Long> counters,
        Map<String, String> settings) {

    /** Whether Redis answers. */
    public enum RedisState {
        /** Not asked yet. */
        CONNECTING,
        /** The last call was answered. */
        UP,
        /** It answers, but refuses to write: tokens are judged as ever, revoking fails. */
        READ_ONLY,
        /** The last call was not answered, or with an error. */
        DOWN
    }

    /** How answers come about. */
    public enum Memory {
        /** From memory, under a lease. */
        LEASED,
        /** From memory as soon as a request asks for a lease; none is held right now. */
        LAPSED,
        /** By asking Redis for each request, because this server or its ACL refuses tracking, or the cache is off. */
        DIRECT,
        /** Not at all: a new incarnation of Redis is being founded, or no lease can be had. */
        WITHHELD
    }

    /**
     * Whether requests can be judged.
     *
     * @return true if Redis answers and no trouble is known but, perhaps, that nothing can be revoked: a fleet that
     *     judges all tokens rightly must not be taken out of service for that
     */
    public boolean isUp() {
        return redis == RedisState.UP && trouble.isEmpty() || redis == RedisState.READ_ONLY;
    }

    /**
     * The same as one JSON object (RFC 8259), for a probe or a plain page: {@code name}, {@code mode}, {@code redis},
     * {@code trouble} (null while all is well), {@code memory}, {@code leaseAgeMillis} (null without a lease),
     * {@code entries}, {@code counters} and {@code settings}. A host serves it where its operators look, for example with
     * status 200 if {@link #isUp()} and 503 if not; members may be added later.
     *
     * @return JSON text without line breaks
     */
    public String toJson() {
        return HealthJson.write(this);
    }
}
