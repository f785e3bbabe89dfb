package org.tokenrevocation.spi.request;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * Tells the log when requests begin to pass unjudged ({@code fail-policy=open}) and when that is over. While look-ups
 * fail, tokens that memory knows are judged all the same, so a single verdict ends nothing: it is over when no request
 * has passed unjudged for a minute. So there is one record of each kind per minute at most, whatever clients send.
 * Thread-safe.
 */
public final class UnjudgedRequests {
    /** How long no request must have passed unjudged until that is called over. */
    public static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

    private static final System.Logger LOG = System.getLogger("org.tokenrevocation");

    private final String instanceName;
    private final LongSupplier nanos;
    private final AtomicBoolean isTold = new AtomicBoolean();
    private volatile long latestNanos;

    /**
     * Nothing has passed yet.
     *
     * @param instanceName what log lines begin with
     * @param nanos a monotonic clock
     */
    public UnjudgedRequests(String instanceName, LongSupplier nanos) {
        this.instanceName = instanceName;
        this.nanos = nanos;
    }

    /** A request passes unjudged. */
    public void passed() {
        latestNanos = nanos.getAsLong();
        if (isTold.compareAndSet(false, true)) {
            LOG.log(System.Logger.Level.WARNING, "{0}: tokens cannot be judged, and fail-policy=open:"
                    + " requests pass unjudged, revoked tokens among them", instanceName);
        }
    }

    /** A request was judged. */
    public void judged() {
        if (isTold.get() && nanos.getAsLong() - latestNanos >= QUIET_NANOS && isTold.compareAndSet(true, false)) {
            LOG.log(System.Logger.Level.INFO, "{0}: requests are judged again", instanceName);
        }
    }
}
