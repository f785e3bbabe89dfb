package org.tokenrevocation.internal.lease;

/**
 * The proof that memory is current, as the request path reads it: one volatile reference, no lock.
 *
 * <p>A reader takes the grant first, then the clock in its own thread, then memory. In this order a thread that is
 * stopped between the steps can only find its grant too old; in any other order it could trust memory that it read
 * after the lease had ended, or a clock that it read before. Written by the feed alone, read by any thread.
 */
public final class Lease {
    private volatile Grant current;

    /**
     * One lease: memory has applied every revocation that Redis executed before the moment {@code endsNanos} minus the
     * effect bound. Immutable.
     *
     * @param generation the feed's connection under which it was given
     * @param endsNanos the ticker's time from which on it is void
     */
    public record Grant(long generation, long endsNanos) {
        /** Whether the grant still holds at a moment of the same ticker. */
        public boolean holdsAt(long nowNanos) {
            return nowNanos - endsNanos < 0;
        }
    }

    /** The last grant, whether it still holds or not; null if there is none. */
    public Grant current() {
        return current;
    }

    public void grant(Grant grant) {
        current = grant;
    }

    public void end() {
        current = null;
    }
}
