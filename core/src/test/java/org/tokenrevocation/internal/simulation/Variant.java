package org.tokenrevocation.internal.simulation;

import java.util.EnumSet;
import java.util.Set;
import org.tokenrevocation.Mode;

/** What is simulated: the real thing, or a naive version of it that the simulation has to catch. */
public enum Variant {
    /** As it is. */
    NONE(null),
    /** Answers from memory without a lease. */
    NO_LEASE(null),
    /** Says 200 as soon as Redis has confirmed. */
    NO_COMMIT_WAIT(null),
    /** Beats go on giving leases to a node that is leaving, or gone. */
    LEASE_WHILE_LEAVING(null),
    /** Deletes a silent node's registration at once. */
    DELETED_AT_ONCE(null),
    /** Acknowledges what it has heard, and applies it later. */
    ACKNOWLEDGED_BEFORE_APPLIED(null),
    /** Lets a request join a look-up that was sent before the acknowledgement. */
    JOIN_PAST_ACKNOWLEDGEMENT(Mode.SESSIONS),
    /** Lets a request join a look-up though nobody waits for this node. */
    JOIN_WITHOUT_LEASE(Mode.SESSIONS),
    /** The same with a beat. */
    PROOF_WITHOUT_REGISTRATION(Mode.DENYLIST),
    /** Founds for a shorter time than leases last, and believes the new registry at once. */
    SHORT_FOUNDING(null),
    /** Believes a registry at once, though a primary that was replaced may have given leases to others. */
    FAST_AT_ONCE(null),
    /** Does not wait for its own node, nor tells it otherwise. */
    OWN_NODE_NOT_COUNTED(null),
    /** Takes the acknowledgement of an earlier round for one of this. */
    ANY_ROUND_COUNTED(null),
    /** Deletes its registration first and stops answering then. */
    LEAVES_TOO_EARLY(null),
    /** Counts the lease from the reply. */
    LEASE_FROM_REPLY(null),
    /** Sends a second beat while one is in flight, and takes the first reply for the second's. */
    TWO_BEATS(null),
    /** Takes an error reply for a proof. */
    ERROR_AS_PROOF(null),
    /** Lets a request join a beat that was sent long ago. */
    JOIN_OLD_BEAT(Mode.DENYLIST),
    /** Lets a request join a look-up that was sent long ago. */
    JOIN_OLD_FLIGHT(Mode.SESSIONS),
    /** Follows the stream from its present end after a break. */
    RESUME_FROM_NOW(Mode.DENYLIST),
    /** Does not ask whether the cursor's entry is still there. */
    CURSOR_TRUSTED(Mode.DENYLIST),
    /** Settles as soon as a node has joined. */
    NO_FOUNDING_WINDOW(null),
    /** Takes a founding for over when Redis' clock says so. */
    FOUNDING_BY_REDIS_CLOCK(Mode.DENYLIST),
    /** Does not ask for more time while it writes back. */
    FOUNDING_NOT_EXTENDED(Mode.DENYLIST),
    /** Takes a revocation into memory only after it looked whether the data is still the same. */
    REMEMBERS_LATE(null),
    /** Does not repeat the deletion of an entry that was not there. */
    FORGETS_ABSENT(Mode.SESSIONS),
    /** Drops records by the node's clock alone. */
    DROP_BY_LOCAL_CLOCK(Mode.DENYLIST),
    /** Believes what it once found about a token, whatever has changed since. */
    BELIEVES_FINDINGS(null),
    /** Keeps a live answer whatever was invalidated meanwhile. */
    NO_PLACEHOLDER(Mode.SESSIONS),
    /** Keeps a live answer if anybody's placeholder is there. */
    PLACEHOLDER_BY_PRESENCE(Mode.SESSIONS),
    /** Goes on with what an earlier connection had kept current. */
    CACHE_SURVIVES_RECONNECT(Mode.SESSIONS),
    /** Believes, and keeps, what another server answered. */
    OTHER_SERVER(Mode.SESSIONS),
    /** Has fewer acknowledge than would make one server acknowledge both, a lease and a revocation. */
    TOO_FEW_ACKS(null),
    /** Waits for replicas without having written, and so counts what they acknowledged long ago. */
    NO_WRITE_IN_BEAT(null),
    /** Waits within the transaction, where Redis answers at once with how many are connected. */
    WAIT_INSIDE_MULTI(null),
    /** Believes a look-up though the server may have been replaced. */
    LOOK_UP_WITHOUT_FENCE(Mode.SESSIONS),
    /** Founds though nobody follows the new primary. */
    FOUNDING_UNACKNOWLEDGED(null);

    private static final Set<Variant> OF_FENCE = EnumSet.of(TOO_FEW_ACKS, NO_WRITE_IN_BEAT, WAIT_INSIDE_MULTI,
            LOOK_UP_WITHOUT_FENCE, FOUNDING_UNACKNOWLEDGED);

    private static final Set<Variant> NOT_AROUND_ENGINE = EnumSet.of(NO_LEASE, LEASE_WHILE_LEAVING,
            DELETED_AT_ONCE, JOIN_PAST_ACKNOWLEDGEMENT, JOIN_WITHOUT_LEASE, PROOF_WITHOUT_REGISTRATION, SHORT_FOUNDING,
            FAST_AT_ONCE, OWN_NODE_NOT_COUNTED, ANY_ROUND_COUNTED, LEAVES_TOO_EARLY, JOIN_OLD_FLIGHT, REMEMBERS_LATE, FORGETS_ABSENT,
            BELIEVES_FINDINGS, NO_PLACEHOLDER, PLACEHOLDER_BY_PRESENCE, CACHE_SURVIVES_RECONNECT, OTHER_SERVER,
            FOUNDING_BY_REDIS_CLOCK, FOUNDING_NOT_EXTENDED);

    private final Mode only;

    Variant(Mode only) {
        this.only = only;
    }

    /** Whether it takes replicas to tell it from the real thing. */
    boolean isOfFence() {
        return OF_FENCE.contains(this);
    }

    /** Whether whole engines can be simulated with it: not where the engine itself is naive, nor what is seen too rarely. */
    boolean isAroundEngine() {
        return !NOT_AROUND_ENGINE.contains(this) && !isOfFence();
    }

    boolean concerns(Mode mode) {
        return only == null || only == mode;
    }
}
