package org.tokenrevocation.internal.simulation;

import org.tokenrevocation.Mode;
import org.tokenrevocation.Verdict;

/** Holds what happened against what was promised; remembers the first breach. */
final class History {
    /** Records are kept in whole seconds, and Redis' clock is not quite right. */
    private static final long BEFORE_DROP_MILLIS = 100;

    private final World world;
    private final ModelRedis redis;
    private final Mode mode;
    private String violation;

    History(World world, ModelRedis redis, Mode mode) {
        this.world = world;
        this.redis = redis;
        this.mode = mode;
    }

    void revoked(Token token) {
        token.revokedNanos = Math.min(token.revokedNanos, world.now());
    }

    void judged(Node node, Token token, long beginNanos, Verdict verdict) {
        if (world.isTraced()) {
            world.note(node, " judges ", token, ", begun at ", beginNanos / 1e6, " ms: ", verdict);
        }
        boolean isAlive = mode == Mode.SESSIONS
                || ModelRedis.EPOCH_MILLIS + world.now() / Weather.MILLIS < token.dropAtMillis - BEFORE_DROP_MILLIS;
        if (verdict == Verdict.LIVE && beginNanos > token.revokedNanos && isAlive) {
            breach(node + " accepted " + token + " though it was revoked before the request began");
        }
        boolean wasLive = !token.isRevocationAsked
                && (mode == Mode.DENYLIST || redis.data.entries.contains(token.accessKey) && !token.wasMissing);
        if (verdict == Verdict.REVOKED && wasLive) {
            breach(node + " refused " + token + " though nobody ever revoked it");
        }
    }

    private void breach(String what) {
        if (violation == null) {
            world.note("BREACH: ", what);
            violation = what;
        }
    }

    String violation() {
        return violation;
    }
}
