package org.tokenrevocation.internal.denylist;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.tokenrevocation.internal.Refusal;
import org.tokenrevocation.internal.engine.Engine;
import org.tokenrevocation.internal.feed.Round;
import org.tokenrevocation.internal.lease.Registry;
import org.tokenrevocation.internal.lease.ServerId;
import org.tokenrevocation.internal.lease.Written;

/** The set and its change stream in Redis. Thread-safe; every exchange ends within {@code redis-timeout}. */
public interface DenylistStore extends AutoCloseable {
    /** How many records one call may add: of as many tokens as are revoked at once. */
    int MAX_ADDED = Engine.MAX_TOKENS;

    /**
     * What an addition did.
     *
     * @param isFull whether the ceiling forbade it; nothing was added then
     * @param fleet the fleet record, read in the same script
     * @param registry read behind the addition
     * @param isAnnounced whether it was announced
     * @param acknowledged how many replicas have acknowledged it
     * @param server which server answered
     */
    record Addition(boolean isFull, String fleet, Registry registry, boolean isAnnounced, int acknowledged,
            ServerId server) implements Written {
        @Override
        public boolean isTooMuch() {
            return isFull;
        }
    }

    /**
     * Where the stream ended.
     *
     * @param cursor the id of its last entry; there always is one
     * @param server which server answered
     */
    record StreamEnd(String cursor, ServerId server) {}

    /**
     * Adds what is not there yet, and removes some of what both clocks have passed; then reads the registry, then announces
     * all of them, also what was there: whoever added that may have announced it to nobody.
     *
     * @param revocations {@link #MAX_ADDED} at the most
     * @param maxEntries the ceiling of the set
     * @param localMillis this node's clock, in milliseconds since 1970
     * @param round which registry is read, and where acknowledgements are to go
     * @throws org.tokenrevocation.RevocationUnavailableException if Redis did not confirm
     */
    Addition add(List<Revocation> revocations, long maxEntries, long localMillis, Round round);

    /** Adds what is not there yet, whatever the ceiling; announced to whoever hears it, acknowledged by nobody. */
    ServerId writeBack(List<Revocation> revocations, long localMillis);

    /** The end of the stream, which is begun if there is none. */
    StreamEnd streamEnd();

    /**
     * Reads the whole set in pages; what is added meanwhile may be missing, and stands in the stream.
     *
     * @return which server answered; null if they were several
     */
    ServerId readAll(Consumer<List<Revocation>> page);

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
