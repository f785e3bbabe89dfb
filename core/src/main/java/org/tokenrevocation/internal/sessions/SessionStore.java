package org.tokenrevocation.internal.sessions;

import java.util.List;
import java.util.Map;
import org.tokenrevocation.internal.Refusal;
import org.tokenrevocation.internal.feed.Round;
import org.tokenrevocation.internal.identity.TokenDigest;
import org.tokenrevocation.internal.lease.FleetStamped;
import org.tokenrevocation.internal.lease.Registry;
import org.tokenrevocation.internal.lease.ServerId;
import org.tokenrevocation.internal.lease.Written;

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
    record Sight(long remainingMillis, String fleet, ServerId server) implements FleetStamped {
        boolean isLive() {
            return remainingMillis != ABSENT;
        }
    }

    /**
     * What a deletion did.
     *
     * @param existing whether anything was deleted, for each pair of keys
     * @param fleet the fleet record, read after the deletion
     * @param registry read after it too
     * @param isAnnounced whether it was announced
     * @param acknowledged how many replicas have acknowledged it
     * @param server which server answered
     */
    record Deletion(List<Boolean> existing, String fleet, Registry registry, boolean isAnnounced, int acknowledged,
            ServerId server) implements Written {}

    /**
     * One token's entries.
     *
     * @param keys the keys of its access and its refresh entry
     * @param digest what nodes remember it by
     */
    record Entries(byte[][] keys, TokenDigest digest) {}

    /**
     * Looks for an entry.
     *
     * @param deadlineNanos the system ticker's time after which nobody waits for the answer any more
     * @throws org.tokenrevocation.RevocationUnavailableException without an answer
     */
    Sight look(byte[] key, long deadlineNanos);

    /**
     * Deletes entries, existing or not, then reads the registry, then announces them, in one round trip.
     *
     * @param round which registry is read, and where acknowledgements are to go
     * @param sending is run right before anything is sent; what fails without that has deleted nothing
     * @throws org.tokenrevocation.RevocationUnavailableException if Redis did not confirm; they may be deleted or not
     */
    Deletion delete(List<Entries> entries, Round round, Runnable sending);

    /**
     * Repeats deletions.
     *
     * @param pairs for each token the keys of its access and its refresh entry
     * @throws org.tokenrevocation.RevocationUnavailableException if Redis did not confirm
     */
    ServerId repeat(List<byte[][]> pairs);

    /** Why Redis does not answer, in words; null while it does. */
    String trouble();

    /** What Redis refuses though it answers; null for nothing. */
    default Refusal refusal() {
        return null;
    }

    /** Connections by what they do, under their fixed names. */
    default Map<String, Long> gauges() {
        return Map.of();
    }

    /** Whether Redis has been reached, or has failed to be, at least once. */
    boolean isSettled();

    @Override
    void close();
}
