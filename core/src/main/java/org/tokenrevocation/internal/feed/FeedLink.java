package org.tokenrevocation.internal.feed;

/**
 * The feed's connection to Redis, as the state machine needs it. Every call returns at once and is answered by a call
 * back into the {@link Feed} with the same generation, in the order in which Redis sent the answers and pushes.
 */
public interface FeedLink extends RegistryLink {
    /** Opens a connection, switches pushes on and has them deliver one: answered by {@code connected} or {@code lost}. */
    void connect(long generation);

    /**
     * Sends one beat: answered by {@code replied}, {@code refused} or {@code lost}.
     *
     * @param waitNanos how long replicas are waited for at the most
     */
    void beat(long generation, BeatRequest request, long waitNanos);

    /**
     * Writes a fleet record, only if the present one still is {@code expected}: answered by {@code proposed} or
     * {@code lost}.
     *
     * @param expected the text that was read; empty if it was missing
     * @param proposal the new text, to be completed with Redis' own time plus the window
     */
    void found(long generation, String expected, String proposal, long windowMillis);

    /** Drops a connection; nothing of its generation is reported afterwards, or it is ignored. */
    void disconnect(long generation);
}
