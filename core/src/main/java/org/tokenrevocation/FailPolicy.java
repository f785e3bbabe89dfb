package org.tokenrevocation;

/** What a door does with a request whose token cannot be judged; setting {@code revocation.fail-policy}. */
public enum FailPolicy {
    /** Refuse with 503 and {@code Retry-After}: never let a revoked token through. */
    CLOSED,
    /** Pass the request on and count it: availability before revocation. What is known to be revoked stays refused. */
    OPEN
}
