package org.tokenrevocation.internal.feed;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.tokenrevocation.Mode;
import org.tokenrevocation.internal.Ticker;
import org.tokenrevocation.internal.identity.TokenDigest;
import org.tokenrevocation.internal.lease.FleetRecord;
import org.tokenrevocation.internal.lease.ServerId;

/** A Redis that answers every beat at once with the record it holds, and a memory that joins at once. */
final class Loop implements FeedLink, FeedMemory {
    static final ServerId SERVER = new ServerId("0a", "0b");
    static final String RECORD = "2 00000000000000aa 50 sessions 0b 0 1";

    /** The record it holds. */
    volatile String fleet = RECORD;
    /** What happens while a beat is under way. */
    Runnable meanwhile = () -> { };
    private Feed feed;

    /** The feed that it answers; once. */
    Feed feed(Ticker ticker, Timer timer) {
        feed = new Feed(
                new FleetTerms("loop", Mode.SESSIONS, Duration.ofMillis(50), Duration.ofSeconds(1), Duration.ofSeconds(1),
                        () -> "00000000000000aa"),
                ticker, timer, this, this, new FeedLog("loop", Mode.SESSIONS));
        return feed;
    }

    @Override
    public void connect(long generation) {
        feed.connected(generation, SERVER, true);
    }

    @Override
    public void beat(long generation, BeatRequest request, long waitNanos) {
        meanwhile.run();
        feed.replied(generation, new BeatReply(true, null, 0, fleet, request.member() == null ? null : "present aa 0 loop", null));
    }

    @Override
    public void register(long generation, Member member, String since, String instance) {
        feed.membership().registered(generation, member);
    }

    @Override
    public void refresh(long generation, Member member, String instance) {
        // Nobody reads it.
    }

    @Override
    public void mark(long generation, String epoch, Collection<String> ids) {
        throw new AssertionError("nobody is silent");
    }

    @Override
    public void sweep(long generation, String epoch, Collection<String> ids) {
        throw new AssertionError("nobody is silent");
    }

    @Override
    public void acknowledge(long generation, String inbox, String id, long first, long last) {
        throw new AssertionError("nothing is announced");
    }

    @Override
    public void leave(long generation, Member member, Runnable left) {
        left.run();
    }

    @Override
    public void found(long generation, String expected, String proposal, long windowMillis) {
        throw new AssertionError("the record is there");
    }

    @Override
    public void disconnect(long generation) {
        fleet = "";
    }

    @Override
    public void reconnected(long generation) {
        fleet = RECORD;
    }

    @Override
    public void join(long generation, FleetRecord record, boolean mustWriteBack) {
        feed.joined(generation, record.epoch());
    }

    @Override
    public String cursor() {
        return null;
    }

    @Override
    public Progress apply(BeatReply reply) {
        return Progress.CURRENT;
    }

    @Override
    public boolean announced(Map<TokenDigest, Long> digests) {
        throw new AssertionError("nothing is announced");
    }

    @Override
    public void invalidate(Collection<byte[]> keys) {
        throw new AssertionError("nothing is pushed");
    }

    @Override
    public boolean isTrackingNeeded() {
        return true;
    }
}
