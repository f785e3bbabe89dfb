package org.tokenrevocation.internal.feed;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.tokenrevocation.internal.lease.Fence;
import org.tokenrevocation.internal.lease.Registry;

/**
 * The rounds of this node whose acknowledgements are still to come. Thread-safe.
 */
/*
 * WHY A SUCCESS WITHOUT A WAIT IS RIGHT. A round is written first, then the registry is read, then it is announced. A node
 * answers from memory at a moment b only under a lease of a beat that was sent after b - L and after its registration had
 * been confirmed, and whose transaction saw it present. Let the write run at w, and all whom the registry named have
 * acknowledged at t < b. If the registry named the node, it has applied the write before t: first applied, then acknowledged.
 * If not, then either it registered later than w; so the beat was sent later than w, and the lease includes the write (see
 * Feed). Or it had been deleted before w; but it was marked as leaving 1.2 L before that, no beat after the mark gave a lease,
 * and every earlier lease had ended. Or it had closed, and had stopped answering before it deleted itself.
 *
 * What the registry cannot name: nodes of an earlier incarnation, and of a registry that was lost. For these the fast way is
 * closed for 1.2 L: see FastWay. Whoever is not named cannot be waited for; whoever is named and silent costs 1.2 L, after
 * which no lease without the write is left, as before.
 *
 * An acknowledgement counts for the rounds that it numbers, and for the id that it bears. An id is random and stands in the
 * registry of one epoch, so what speaks of another epoch or an earlier registration is nobody's that is awaited.
 */
public final class Acknowledgements {
    private final String inbox;
    private final Map<Long, Round> rounds = new HashMap<>();
    private long last;

    /** Without rounds; the inbox is 16 random hex digits. */
    public Acknowledgements(String inbox) {
        this.inbox = inbox;
    }

    /** Where acknowledgements are to be sent: 16 hex digits. */
    public String inbox() {
        return inbox;
    }

    /** A new round without a fence, to be ended with {@link #end}. */
    public Round open(String epoch) {
        return open(epoch, Fence.NONE);
    }

    /** The same in a fleet that has one. */
    public synchronized Round open(String epoch, Fence fence) {
        Round round = new Round(epoch, fence, inbox, ++last);
        rounds.put(round.number(), round);
        return round;
    }

    /** A node has applied the announcements of these numbers. */
    void heard(String id, long first, long to) {
        List<Round> complete = new ArrayList<>();
        synchronized (this) {
            for (Round round : rounds.values()) {
                if (covers(first, to, round)) {
                    round.heardFrom(id);
                    if (round.isAcknowledged()) {
                        complete.add(round);
                    }
                }
            }
        }
        complete.forEach(round -> round.all().complete(null));
    }

    /** Whether an acknowledgement of these numbers counts for a round. */
    static boolean covers(long first, long to, Round round) {
        return first <= round.number() && round.number() <= to;
    }

    /** Redis has confirmed a round: completes when all have acknowledged. */
    public CompletableFuture<Void> await(Round round, Registry registry) {
        boolean isComplete;
        synchronized (this) {
            round.await(registry.instances());
            isComplete = round.isAcknowledged();
        }
        if (isComplete) {
            round.all().complete(null);
        }
        return round.all();
    }

    /**
     * Forgets a round.
     *
     * @return who was awaited in vain, id to instance name; nobody if no acknowledgement came at all, since then this node
     *     may be deaf
     */
    public synchronized Map<String, String> end(Round round) {
        rounds.remove(round.number());
        return round.isHeardByAny() ? round.silent() : Map.of();
    }
}
