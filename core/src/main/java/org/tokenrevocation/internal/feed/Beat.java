package org.tokenrevocation.internal.feed;

/**
 * A beat under way.
 *
 * @param sentNanos when it was sent: what its reply proves is counted from here
 * @param request what it asks for; among it the registration that was confirmed by then
 */
record Beat(long sentNanos, BeatRequest request) {
    /** The registration that it may count for; null if none was confirmed when it was sent. */
    Member member() {
        return request.member();
    }
}
