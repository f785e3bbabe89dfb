package org.tokenrevocation.internal.redis;

import java.util.concurrent.TimeUnit;
import org.tokenrevocation.RevocationUnavailableException;
import org.tokenrevocation.internal.Refusal;
import org.tokenrevocation.internal.Ticker;
import redis.clients.jedis.HostAndPort;

/**
 * How Redis fares as one pool of connections sees it: kept for health, and each change of state written to the log.
 * Written by the pool's keeper, read by anybody.
 */
final class ConnectionLog {
    /** A state that comes and goes is told no more often than this. */
    private static final long REFUSAL_TOLD_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final System.Logger log = System.getLogger("org.tokenrevocation");
    private final String name;
    private final HostAndPort server;
    private volatile String trouble;
    private volatile String shortage;
    private volatile Refusal refusal;
    private volatile boolean isSettled;
    private volatile boolean isClosed;
    private boolean isRefusalTold;
    private long refusalTold = Ticker.SYSTEM.nanos() - REFUSAL_TOLD_NANOS;

    ConnectionLog(String name, HostAndPort server) {
        this.name = name;
        this.server = server;
    }

    /** Why Redis does not answer; null while it does. */
    String trouble() {
        return trouble;
    }

    /** Why more connections cannot be had; null while they can. */
    String shortage() {
        return shortage;
    }

    /** What it refuses though it answers; null for nothing. */
    Refusal refusal() {
        return refusal;
    }

    /** Whether it has answered, or has failed to, at least once. */
    boolean isSettled() {
        return isSettled;
    }

    /** What a call ends with that had no answer in time, or an error for one. */
    RevocationUnavailableException unavailable(String what, long timeoutNanos, String why, RuntimeException cause) {
        return new RevocationUnavailableException(name + ": " + what + " failed within redis-timeout ["
                + TimeUnit.NANOSECONDS.toMillis(timeoutNanos) + "ms]: " + why + "; see that Redis at " + server
                + " can be reached, then repeat", cause);
    }

    /** Says nothing more. */
    void close() {
        isClosed = true;
    }

    /** It answers (null) or does not. */
    void report(String now) {
        String before = trouble;
        trouble = now;
        isSettled = true;
        if (isClosed) {
            return;
        }
        if (now != null && before == null) {
            log.log(System.Logger.Level.WARNING, "{0}: Redis at {1} does not answer: {2}. Requests with a token get 503"
                    + " until it does; retrying", name, server, now);
        } else if (now == null && before != null) {
            log.log(System.Logger.Level.INFO, "{0}: Redis at {1} answers again", name, server);
        }
    }

    /** Some connections work, others cannot be had: a changed password, or the server's limit of clients. */
    void reportShortage(String now, int open, int wanted) {
        String before = shortage;
        shortage = now;
        if (now != null && before == null && trouble == null && !isClosed) {
            log.log(System.Logger.Level.WARNING, "{0}: Redis at {1} answers on {2} of {3} connections and refuses more:"
                    + " {4}; retrying", name, server, open, wanted, now);
        }
    }

    /** It takes all commands (null) or not. */
    void reportRefusal(Refusal now) {
        refusal = now;
        if (isClosed || (now != null) == isRefusalTold) {
            return;
        }
        long nanos = Ticker.SYSTEM.nanos();
        if (now == null) {
            log.log(System.Logger.Level.INFO, "{0}: Redis at {1} takes all commands again", name, server);
            isRefusalTold = false;
        } else if (nanos - refusalTold >= REFUSAL_TOLD_NANOS) {
            log.log(System.Logger.Level.WARNING, "{0}: {1} (at {2}). Until it takes that, {3}; trying again each second."
                    + " What is needed stands in the documentation: operate.md, Rights at Redis", name, now.text(), server,
                    now.isOfWritesOnly() ? "nothing can be revoked" : "requests with a token get 503");
            isRefusalTold = true;
            refusalTold = nanos;
        }
    }
}
