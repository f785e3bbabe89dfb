package org.tokenrevocation.internal.feed;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.tokenrevocation.internal.Ticker;
import org.tokenrevocation.internal.lease.FastWay;
import org.tokenrevocation.internal.lease.FleetIncarnation;
import org.tokenrevocation.internal.lease.Registry;
import org.tokenrevocation.internal.lease.Written;

/**
 * This node as one of its fleet: its registration, which is its right to answer from memory; its acknowledgements of others'
 * revocations, and those of its own; the end of nodes that are silent.
 *
 * <pre>
 *   NONE --an epoch was joined--> ASKED --registered--> CONFIRMED --a beat finds it leaving or gone--> NONE
 *     ^------- refused, or the connection was lost -------+             (kept over a lost connection)
 * </pre>
 *
 * <p>A beat counts only if its own transaction saw the registration as present and it was sent after the registration had
 * been confirmed. One that was sent earlier may have been sent before a write that ran before the registration: neither
 * does its lease include that write, nor did the revoker wait for this node. Guarded by the feed's lock.
 */
public final class Membership {
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** Seldom: while Redis pauses writes (a failover that begins), a write holds up all beats behind it. */
    private static final long REFRESH_NANOS = TimeUnit.MINUTES.toNanos(10);

    private final FleetTerms terms;
    private final Ticker ticker;
    private final FeedLink link;
    private final FeedMemory memory;
    private final FeedReporter reporter;
    private final Consumer<Runnable> guard;
    private final BiConsumer<Long, Runnable> events;
    private final Runnable beatNow;
    private final LongSupplier boundNanos;
    private final Acknowledger acknowledger;
    private final SilentNodes silentNodes;
    private final Acknowledgements acknowledgements;
    private final FastWay fastWay = new FastWay();
    private long generation;
    private boolean isConnected;
    private boolean mayAnswer;
    private Member member;
    private boolean isConfirmed;
    private long triedNanos;
    private long refreshedNanos;

    /**
     * Not registered yet.
     *
     * @param guard runs something under the feed's lock
     * @param events the same, if a connection is still the feed's
     * @param beatNow sends a beat, or another one behind that in flight
     * @param boundNanos L of the fleet
     */
    Membership(FleetTerms terms, Ticker ticker, Timer timer, FeedLink link, FeedMemory memory, FeedReporter reporter,
            Consumer<Runnable> guard, BiConsumer<Long, Runnable> events, Runnable beatNow,
            LongSupplier boundNanos) {
        this.terms = terms;
        this.ticker = ticker;
        this.link = link;
        this.memory = memory;
        this.reporter = reporter;
        this.guard = guard;
        this.events = events;
        this.beatNow = beatNow;
        this.boundNanos = boundNanos;
        this.acknowledger = new Acknowledger(ticker, timer, guard, this::acknowledge);
        this.silentNodes = new SilentNodes(link, timer, guard);
        this.acknowledgements = new Acknowledgements(terms.ids().get());
        this.triedNanos = ticker.nanos();
    }

    /** The rounds of this node's own revocations; never replaced, and without the feed's lock. */
    public Acknowledgements acknowledgements() {
        return acknowledgements;
    }

    /** Whether the connection that is coming up hears announcements and acknowledgements; told to operators alone. */
    public void heard(boolean isHeard) {
        reporter.heard(isHeard);
    }

    /** Whether a write is a success as soon as all have acknowledged it; without the feed's lock. */
    public boolean isFast(FleetIncarnation by, Written written) {
        return written.isAnnounced() && fastWay.isOpen(by, written.registry().since(), ticker.nanos());
    }

    /** Whether the fast way of an incarnation is open, or will be by itself. */
    boolean isFastWaySeen(FleetIncarnation settled) {
        return fastWay.isSeen(settled);
    }

    /** A connection is up; whether memory can be kept current over it, so that leases may be given at all. */
    void connected(long newGeneration, boolean isLeasable) {
        generation = newGeneration;
        isConnected = true;
        mayAnswer = isLeasable;
        acknowledger.forgetAll();
        silentNodes.forgetAll();
    }

    /** A registration whose confirmation is lost with the connection never counts; a confirmed one is kept. */
    void disconnected() {
        isConnected = false;
        if (!isConfirmed) {
            forget();
        }
    }

    /** The registration that a beat sent now may count for; null if none is confirmed. */
    Member confirmed() {
        return isConfirmed ? member : null;
    }

    /** The same before it is confirmed. */
    Member asked() {
        return member;
    }

    /**
     * Registers in the registry of an epoch that this node has joined, unless it has, or unless it may not answer from memory
     * in any case: then nobody need wait for it.
     */
    void register(String epoch) {
        if (!mayAnswer) {
            return;
        }
        long now = ticker.nanos();
        if (member != null && !member.epoch().equals(epoch)) {
            forget();
        }
        if (member == null && now - triedNanos >= 0) {
            member = new Member(epoch, terms.ids().get() + terms.ids().get());
            refreshedNanos = now;
            link.register(generation, member, terms.ids().get(), terms.instance());
        } else if (isConfirmed && now - refreshedNanos >= REFRESH_NANOS) {
            refreshedNanos = now;
            link.refresh(generation, member, terms.instance());
        }
    }

    /** Redis has confirmed a registration: the next beat may give a lease. */
    public void registered(long ofGeneration, Member asked) {
        events.accept(ofGeneration, () -> {
            if (member == asked) {
                isConfirmed = true;
                beatNow.run();
            }
        });
    }

    /** Redis does not take it; it is tried again a second later. */
    public void refused(long ofGeneration, Member asked, String why) {
        events.accept(ofGeneration, () -> {
            if (member == asked) {
                forget();
                triedNanos = ticker.nanos() + RETRY_NANOS;
                reporter.registrationRefused(why);
            }
        });
    }

    /** Whether a beat of the settled fleet may give a lease. */
    boolean isCounted(Beat beat, BeatReply reply, FleetIncarnation settled) {
        if (beat.member() == null || beat.member() != member) {
            return false;
        }
        String since = Registry.sinceOfPresent(reply.registration());
        if (since == null) {
            forget();
            register(settled.record().epoch());
            return false;
        }
        if (reply.replicas().acknowledged() >= settled.record().fence().revokeAcks()) {
            fastWay.see(settled, since, ticker.nanos());
        }
        return true;
    }

    private void forget() {
        member = null;
        isConfirmed = false;
    }

    /** A node announced revocations: first applied completely, then acknowledged. */
    public void announced(long ofGeneration, Heard heard) {
        events.accept(ofGeneration, () -> {
            boolean isApplied = memory.announced(heard.digests()) & memory.announcedCutoffs(heard.cutoffs());
            if (isApplied && heard.number() > 0) {
                acknowledger.applied(heard.inbox(), heard.number());
            }
        });
    }

    /** A node deleted entries, whose keys come in pairs. */
    public void deleted(long ofGeneration, List<byte[][]> pairs) {
        events.accept(ofGeneration, () -> memory.deleted(pairs));
    }

    /** A node has applied announcements of ours. */
    public void acknowledged(long ofGeneration, String id, long first, long last) {
        events.accept(ofGeneration, () -> acknowledgements.heard(id, first, last));
    }

    private void acknowledge(String inbox, long first, long last) {
        if (isConnected && isConfirmed) {
            link.acknowledge(generation, inbox, member.id(), first, last);
        }
    }

    /** A round has waited in vain for these, id to instance name. */
    public void silent(String epoch, Map<String, String> nodes) {
        guard.accept(() -> {
            if (isConnected && !nodes.isEmpty()) {
                silentNodes.mark(generation, epoch, nodes.keySet());
            }
        });
    }

    /** Redis has marked them as leaving. */
    public void marked(long ofGeneration, String epoch, Collection<String> ids) {
        events.accept(ofGeneration, () -> silentNodes.marked(ofGeneration, epoch, ids, boundNanos.getAsLong()));
    }

    /** Deletes the registration, after which nothing may be answered from memory, then calls back. */
    void leave(Runnable left) {
        if (isConnected && member != null) {
            link.leave(generation, member, left);
            forget();
        } else {
            left.run();
        }
    }
}
