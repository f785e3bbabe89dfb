package org.tokenrevocation.internal.sessions;

import java.util.List;
import org.tokenrevocation.internal.Refusal;
import org.tokenrevocation.internal.lease.Answer;
import org.tokenrevocation.internal.lease.ServerId;

/** The session entries in Redis, as this room needs them. Thread-safe; every call ends within {@code redis-timeout}. */
public interface SessionStore extends AutoCloseable {
    /** What {@link Sight#remainingMillis} says for an entry that does not exist. */
    long ABSENT = -2;
    /** What {@link Sight#remainingMillis} says for an entry without an expiry. */
    long UNLIMITED = -1;

    /**
     * What one round trip tells of an entry, whatever its type.
     *
     * @param remainingMillis how long it still lives: milliseconds, {@link #UNLIMITED} or {@link #ABSENT}
     * @param fleet the fleet record, read after the entry: if it is the settled one, so was the data that held the entry
     * @param server which server answered
     */
    record Sight(long remainingMillis, String fleet, ServerId server) implements Answer {
        boolean isLive() {
            return remainingMillis != ABSENT;
        }
    }

    /**
     * What a deletion did.
     *
     * @param existing whether anything was deleted, for each pair of keys
     * @param fleet the fleet record, read after the deletion
     * @param server which server answered
     */
    record Deletion(List<Boolean> existing, String fleet, ServerId server) implements Answer {}

    /**
     * Looks for an entry.
     *
     * @param deadlineNanos the system ticker's time after which nobody waits for the answer any more
     * @throws org.tokenrevocation.RevocationUnavailableException without an answer
     */
    Sight look(byte[] key, long deadlineNanos);

    /**
     * Deletes entries, existing or not, in one round trip.
     *
     * @param pairs for each token the keys of its access and its refresh entry
     * @throws org.tokenrevocation.RevocationUnavailableException if Redis did not confirm; they may be deleted or not
     */
    Deletion delete(List<byte[][]> pairs);

    /**
     * The same.
     *
     * @param sending is run right before anything is sent; what fails without that has deleted nothing
     */
    default Deletion delete(List<byte[][]> pairs, Runnable sending) {
        sending.run();
        return delete(pairs);
    }

    /** Why Redis does not answer, in words; null while it does. */
    String trouble();

    /** What Redis refuses though it answers; null for nothing. */
    default Refusal refusal() {
        return null;
    }

    /** Whether Redis has been reached, or has failed to be, at least once. */
    boolean isSettled();

    @Override
    void close();
}
