package org.tokenrevocation;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import org.tokenrevocation.internal.EngineHealth;
import org.tokenrevocation.internal.settings.Setting;

/**
 * What a node can say about itself; a snapshot. Holds no token, no digest and no password. Immutable and thread-safe;
 * made by {@link TokenRevocation#health()} alone, so that later versions can say more.
 */
public final class Health {
    private final String name;
    private final Mode mode;
    private final EngineHealth part;
    private final Map<String, Long> counters;
    private final Map<String, String> settings;
    private final long entriesMax;

    Health(String name, Settings settings, EngineHealth part, Map<String, Long> counters) {
        this.name = name;
        this.mode = settings.mode();
        this.part = part;
        this.counters = Collections.unmodifiableMap(counters);
        this.settings = settings.masked();
        this.entriesMax = settings.values().get(mode == Mode.DENYLIST ? Setting.MAX_ENTRIES : Setting.CACHE_SIZE);
    }

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
     * Who says so.
     *
     * @return the instance's name, as in its log lines
     */
    public String name() {
        return name;
    }

    /**
     * The mode of operation.
     *
     * @return which truth Redis holds
     */
    public Mode mode() {
        return mode;
    }

    /**
     * The connection to Redis.
     *
     * @return whether Redis answered last time we asked
     */
    public RedisState redis() {
        return part.redis();
    }

    /**
     * What is wrong.
     *
     * @return why requests or revocations are or may be refused with 503, in words; empty while all is well
     */
    public Optional<String> trouble() {
        return part.trouble();
    }

    /**
     * What keeps revocations from being a success as soon as all nodes have acknowledged. That is no trouble.
     *
     * @return why the latest revocation waited for 1.2 × {@code effect-bound}, in words: who was silent, for example; empty
     *     while all nodes acknowledge
     */
    public Optional<String> waiting() {
        return part.waiting();
    }

    /**
     * The memory of this node.
     *
     * @return how answers come about at the moment
     */
    public Memory memory() {
        return part.memory();
    }

    /**
     * The age of the lease.
     *
     * @return how long ago the present lease was asked for; empty without a lease
     */
    public Optional<Duration> leaseAge() {
        return part.leaseAge();
    }

    /**
     * The size of the memory.
     *
     * @return how many cached live answers, or revoked digests, it holds
     */
    public long entries() {
        return part.entries();
    }

    /**
     * The ceiling of the memory.
     *
     * @return {@code max-entries} in denylist mode, at which revoking fails; else {@code cache-size}, which just bounds memory
     */
    public long entriesMax() {
        return entriesMax;
    }

    /**
     * What has been counted since the start, and gauges; the documentation's table says what each means.
     *
     * @return numbers by name, for example {@code verdicts.revoked}; in order, immutable
     */
    public Map<String, Long> counters() {
        return counters;
    }

    /**
     * The settings in force.
     *
     * @return the effective settings by short name, secrets masked; in order, immutable
     */
    public Map<String, String> settings() {
        return settings;
    }

    /**
     * Whether requests can be judged.
     *
     * @return true if Redis answers and no trouble is known but, perhaps, that nothing can be revoked: a fleet that
     *     judges all tokens rightly must not be taken out of service for that
     */
    public boolean isUp() {
        return redis() == RedisState.UP && trouble().isEmpty() || redis() == RedisState.READ_ONLY;
    }

    /**
     * The same as one JSON object (RFC 8259), for a probe or a plain page: {@code name}, {@code mode}, {@code redis},
     * {@code trouble} (null while all is well), {@code waiting} (the same), {@code memory}, {@code leaseAgeMillis} (null without a lease),
     * {@code entries}, {@code entriesMax}, {@code counters} and {@code settings}. A host serves it where its operators look, for example with
     * status 200 if {@link #isUp()} and 503 if not; members may be added later.
     *
     * @return JSON text without line breaks
     */
    public String toJson() {
        return HealthJson.write(this);
    }

    /**
     * For messages.
     *
     * @return {@link #toJson()} behind the class's name
     */
    @Override
    public String toString() {
        return "Health" + toJson();
    }
}
