package org.tokenrevocation.internal.sessions;

import java.util.List;

/** The session entries in Redis, as this room needs them. Thread-safe; every call ends within {@code redis-timeout}. */
public interface SessionStore extends AutoCloseable {
    /** What {@link #remainingMillis} answers for an entry that does not exist. */
    long ABSENT = -2;
    /** What {@link #remainingMillis} answers for an entry without an expiry. */
    long UNLIMITED = -1;

    /**
     * How long an entry still lives, of whatever type it is (Redis' {@code PTTL}).
     *
     * @return milliseconds, {@link #UNLIMITED} or {@link #ABSENT}
     * @throws org.tokenrevocation.RevocationUnavailableException without an answer
     */
    long remainingMillis(byte[] key);

    /**
     * Deletes entries, existing or not, in one round trip.
     *
     * @throws org.tokenrevocation.RevocationUnavailableException if Redis did not confirm; they may be deleted or not
     */
    void delete(List<byte[]> keys);

    /** Why Redis does not answer, in words; null while it does. */
    String trouble();

    /** Whether Redis has been reached, or has failed to be, at least once. */
    boolean isSettled();

    @Override
    void close();
}
