package org.tokenrevocation.internal.feed;

import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.tokenrevocation.internal.Ticker;
import org.tokenrevocation.internal.lease.CommitWait;
import org.tokenrevocation.internal.lease.FleetIncarnation;
import org.tokenrevocation.internal.lease.FleetRecord;
import org.tokenrevocation.internal.lease.ServerId;

/**
 * The state machine that keeps one node's memory provably current.
 *
 * <pre>
 *   DOWN --connect--> CONNECTING --connected--> UP --(one beat in flight at a time)--> UP
 *     ^------------------- lost: any failure, any time-out --------------------------+
 *
 *   each beat's reply:   UNFOUNDED --> propose a record, beat again     \
 *                        UNKNOWN   --> join: write back, load           |  no lease, nobody answers
 *                        FOUNDING  --> beat again when it is over       |
 *                        FOREIGN, UNREADABLE --> wait, say why          /
 *                        SETTLED and memory CURRENT --> lease until (the beat's sending + L)
 * </pre>
 *
 * <p>The proof. Redis answers in order on one connection, so all pushes of writes executed in an earlier round of its
 * event loop precede a beat's reply. Invalidations leave at the end of a round, and a reply can overtake the one of a
 * write of the same round; but that write came after the beat was sent, and the lease counts from the sending. Hence:
 * one beat in flight, the lease from the sending, only the expected reply counts. {@code revoke} returns when every node
 * has acknowledged ({@link Acknowledgements}), or 1.2 L after Redis' confirmation ({@link CommitWait}): every lease given
 * without the write has ended by then, and every later one includes it. No two clocks are compared.
 *
 * <p>Guard: one lock around every event; under a lease the request path reads {@link FeedState} without it. Thread-safe.
 */
public class Feed implements AutoCloseable {
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final String BEING_FOUNDED = "Redis holds a new incarnation of its data, which is being founded";

    private enum Phase { DOWN, CONNECTING, UP }

    private final FleetTerms terms;
    private final Ticker ticker;
    private final SingleAlarm alarm;
    private final FeedLink link;
    private final FeedMemory memory;
    private final FeedReporter reporter;
    private final FeedState standing;
    private final ReentrantLock lock = new ReentrantLock();

    private volatile ServerId server;

    // Guarded by lock.
    private final Waiters waiters = new Waiters(this::locked, this::demand);
    private final Founding founding;
    private final Backoff backoff;
    private final Membership membership;
    private final BeatRequests requests;
    private final Joining joining;
    private Phase phase = Phase.DOWN;
    private long generation;
    private Beat inFlight;
    private boolean isBeatWanted;
    private long nextNanos;
    private long timeoutNanos;
    private boolean isClosed;

    /** Makes one at rest. */
    public Feed(FleetTerms terms, Ticker ticker, Timer timer, FeedLink link, FeedMemory memory, FeedReporter reporter) {
        this.terms = terms;
        this.ticker = ticker;
        this.alarm = new SingleAlarm(timer, ticker, this::locked, this::tick);
        this.link = link;
        this.memory = memory;
        this.reporter = reporter;
        this.founding = new Founding(terms, link);
        this.joining = new Joining(memory);
        this.backoff = new Backoff(terms.foundingWindow());
        this.standing = new FeedState(terms.effectBound().toNanos(), ticker.nanos());
        this.membership = new Membership(terms, ticker, timer, link, memory, reporter, this::locked,
                (ofGeneration, change) -> event(ofGeneration, Phase.UP, change), this::beatNow, standing::boundNanos);
        this.requests = new BeatRequests(terms, ticker, reporter, membership::isFastWaySeen);
    }

    /** Begins to connect. */
    public void start() {
        locked(() -> {
            nextNanos = ticker.nanos();
            tick();
        });
    }

    /** What is proven so far, for the request path. */
    public FeedState standing() {
        return standing;
    }

    /** What this node is among others, and what hears of registry and announcements. */
    public Membership membership() {
        return membership;
    }

    /** Which server the last connection led to; null before the first. */
    public ServerId server() {
        return server;
    }

    /** Sends a beat if none is in flight; a request that found no lease calls this and goes on by itself. */
    public void wake() {
        locked(this::demand);
    }

    /** Requests that wait for a proof. */
    public Waiters waiters() {
        return waiters;
    }

    /** The link has a connection that delivered its own push (or that none are to be had on). */
    public void connected(long ofGeneration, ServerId newServer, boolean hasPushes) {
        event(ofGeneration, Phase.CONNECTING, () -> {
            phase = Phase.UP;
            server = newServer;
            requests.connected();
            memory.reconnected(generation);
            standing.connected(generation, hasPushes);
            membership.connected(generation, hasPushes || !memory.isTrackingNeeded());
            reporter.connected(newServer, hasPushes);
            sendBeat();
        });
    }

    /** The connection is of no more use. */
    public void lost(long ofGeneration, String why) {
        event(ofGeneration, null, () -> lose(why));
    }

    /** Redis named keys that changed; null stands for all. */
    public void pushed(long ofGeneration, Collection<byte[]> keys) {
        event(ofGeneration, Phase.UP, () -> memory.invalidate(keys));
    }

    /** The beat's transaction was carried out. */
    public void replied(long ofGeneration, BeatReply reply) {
        event(ofGeneration, Phase.UP, () -> {
            Beat beat = inFlight;
            inFlight = null;
            backoff.reset();
            String stranger = reply.stranger(server);
            if (stranger == null) {
                judge(beat, reply);
            } else {
                standing.withhold();
                lose(stranger);
            }
        });
    }

    /** The beat was answered with an error: it proves nothing, and what was proven before is not to be relied on. */
    public void refused(long ofGeneration, String why) {
        event(ofGeneration, Phase.UP, () -> {
            inFlight = null;
            refuse(why);
        });
    }

    /** The founding script ran: whoever won, the next beat shows. */
    public void proposed(long ofGeneration) {
        event(ofGeneration, Phase.UP, () -> {
            founding.proposed();
            beatNow();
        });
    }

    /** Memory wrote back and loaded all for an epoch. */
    public void joined(long ofGeneration, String epoch) {
        event(ofGeneration, Phase.UP, () -> {
            joining.end(epoch);
            beatNow();
        });
    }

    /** Memory could not; it is tried again. */
    public void joinFailed(long ofGeneration, String why) {
        event(ofGeneration, Phase.UP, () -> {
            joining.fail();
            tryLater("joining the fleet failed: " + why);
        });
    }

    private void judge(Beat beat, BeatReply reply) {
        server = reply.identified(server);
        FleetRecord record = standing.record(reply.fleet());
        IncarnationStatus status = IncarnationStatus.of(reply.fleet(), record, server, terms, joining.epoch());
        String lacking = requests.lacking(beat.request(), reply, record, status);
        if (lacking == null) {
            judge(beat, reply, record, status);
        } else if (status == IncarnationStatus.SETTLED) {
            // Leases of earlier beats were acknowledged; they end by themselves.
            tryLater(lacking);
        } else {
            withhold(lacking);
        }
    }

    private void judge(Beat beat, BeatReply reply, FleetRecord record, IncarnationStatus status) {
        if (record != null) {
            founding.see(record, ticker.nanos());
        }
        switch (status) {
            case UNFOUNDED, WEAKER -> {
                withhold(BEING_FOUNDED);
                founding.begin(generation, reply.fleet(), status, server, standing.boundNanos());
            }
            case UNREADABLE, FOREIGN -> withhold(status.refusal(record, terms));
            case UNKNOWN -> join(reply.fleet(), record);
            case FOUNDING -> {
                withhold(BEING_FOUNDED);
                membership.register(joining.epoch());
                founding.end(generation, reply.fleet(), ticker.nanos());
            }
            case SETTLED -> settle(beat, reply, record);
        }
    }

    /** While it writes back, the founding must not end: a newcomer knows nothing of what is not written yet. */
    private void join(String text, FleetRecord record) {
        if (!join(record, true, "this node is joining the fleet")) {
            founding.extend(generation, text, ticker.nanos());
        }
    }

    private boolean join(FleetRecord record, boolean mustWriteBack, String why) {
        withhold(why);
        return joining.begin(generation, record, mustWriteBack);
    }

    private void settle(Beat beat, BeatReply reply, FleetRecord record) {
        if (standing.adopt(TimeUnit.MILLISECONDS.toNanos(record.boundMillis()))) {
            reporter.boundAdopted(terms.effectBound().toMillis(), record.boundMillis());
        }
        standing.settle(new FleetIncarnation(reply.fleet(), record, server));
        membership.register(joining.epoch());
        switch (memory.apply(reply)) {
            case CURRENT -> grant(beat, membership.isCounted(beat, reply, standing.settled()));
            case BEHIND -> sendBeat();
            case LOST -> join(record, false,
                    "the change stream was trimmed past this node's cursor, which reads the whole set again");
            case FORGOTTEN -> join(record, true,
                    "the set of revoked tokens was deleted in Redis, and this node writes back what it knows");
        }
    }

    private void grant(Beat beat, boolean isCounted) {
        long now = ticker.nanos();
        long provenNanos = provenSince(beat, now);
        long delayNanos = Math.max(now - beat.sentNanos(), now - nextNanos);
        reporter.trouble(null);
        standing.fenced(provenNanos);
        standing.proven(generation, provenNanos, isCounted);
        waiters.serve(beginNanos -> isFreshEnough(provenNanos, beginNanos, isCounted));
        if (isBeatWanted || !waiters.isEmpty()) {
            sendBeat();
        } else {
            nextBeat(beat.sentNanos() + standing.beatNanos(now));
        }
        // Must come last: it changes beatNanos(), from which this beat's alarm was computed.
        standing.answered(delayNanos);
    }

    /** The moment before which all of Redis' writes are in memory. */
    long provenSince(Beat beat, long repliedNanos) {
        return beat.sentNanos();
    }

    /** Whether a proof serves a request: nobody waits for a node that is not counted, so there only a later one does. */
    boolean isFreshEnough(long provenNanos, long beginNanos, boolean isCounted) {
        return provenNanos - (isCounted ? beginNanos - standing.boundNanos() : beginNanos) >= 0;
    }

    /** The registration that a beat sent now may count for. */
    Member memberOfBeat() {
        return membership.confirmed();
    }

    private void refuse(String why) {
        standing.lease().end();
        tryLater("Redis answered the beat with an error: " + why);
    }

    private void withhold(String why) {
        standing.withhold();
        tryLater(why);
    }

    private void tryLater(String why) {
        reporter.trouble(why);
        nextBeat(ticker.nanos() + RETRY_NANOS);
    }

    private void lose(String why) {
        standing.lease().end();
        link.disconnect(generation);
        phase = Phase.DOWN;
        standing.disconnected();
        membership.disconnected();
        inFlight = null;
        founding.proposed();
        joining.fail();
        reporter.lost(why);
        nextBeat(ticker.nanos() + backoff.nextNanos());
    }

    private void demand() {
        standing.touch(ticker.nanos());
        if (phase == Phase.UP && inFlight == null && standing.settled() != null) {
            sendBeat();
        }
    }

    /** Beats at once, or right after the one in flight: what is new may have been executed after that was. */
    private void beatNow() {
        if (inFlight == null) {
            sendBeat();
        } else {
            isBeatWanted = true;
        }
    }

    private void sendBeat() {
        long now = ticker.nanos();
        isBeatWanted = false;
        inFlight = new Beat(now, requests.next(memory.cursor(), memberOfBeat(), standing.settled()));
        timeoutNanos = now + terms.beatTimeout().toNanos();
        // Mostly the reply is here by then, and the next beat due: one call for both.
        alarm.setFor(now + Math.min(terms.beatTimeout().toNanos(), standing.beatNanos(now)));
        link.beat(generation, inFlight.request(), Math.min(standing.boundNanos(), terms.beatTimeout().toNanos() / 2));
    }

    private void nextBeat(long atNanos) {
        nextNanos = atNanos;
        alarm.setFor(atNanos);
    }

    private void tick() {
        long now = ticker.nanos();
        boolean isAnswerDue = phase == Phase.CONNECTING || inFlight != null;
        long dueNanos = isAnswerDue ? timeoutNanos : nextNanos;
        if (now - dueNanos < 0) {
            alarm.setFor(dueNanos);
        } else if (isAnswerDue) {
            lose("no answer within [" + terms.beatTimeout().toMillis() + "ms]");
        } else if (phase == Phase.DOWN) {
            phase = Phase.CONNECTING;
            generation++;
            timeoutNanos = now + 2 * terms.beatTimeout().toNanos();
            alarm.setFor(timeoutNanos);
            link.connect(generation);
        } else {
            sendBeat();
        }
    }

    private void event(long ofGeneration, Phase expected, Runnable change) {
        locked(() -> {
            if (ofGeneration == generation && phase != Phase.DOWN && (expected == null || phase == expected)) {
                change.run();
            }
        });
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            if (!isClosed) {
                change.run();
            }
        } finally {
            lock.unlock();
        }
    }

    /** First ends all answers, then deletes this node's registration, and calls back; to be followed by {@link #close}. */
    public void leave(Runnable left) {
        locked(() -> {
            isClosed = true;
            standing.withhold();
            membership.leave(left);
        });
    }

    @Override
    public void close() {
        locked(() -> {
            isClosed = true;
            standing.withhold();
        });
        link.disconnect(generation);
    }
}
