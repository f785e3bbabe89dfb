package org.tokenrevocation.internal.lease;

/**
 * A beat under way.
 *
 * @param sentNanos when it was sent: what its reply proves is counted from here
 */
record Beat(long sentNanos) {}
