package org.tokenrevocation.internal.feed;

/**
 * A beat under way.
 *
 * @param sentNanos when it was sent: what its reply proves is counted from here
 * @param member the registration that was confirmed by then, and that it asks for; null if there was none
 */
record Beat(long sentNanos, Member member) {}
