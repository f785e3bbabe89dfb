package org.tokenrevocation.internal.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.tokenrevocation.Mode;
import org.tokenrevocation.internal.identity.TokenDigest;
import org.tokenrevocation.internal.lease.CommitWait;
import org.tokenrevocation.internal.lease.FastWay;
import org.tokenrevocation.internal.lease.FleetIncarnation;
import org.tokenrevocation.internal.lease.FleetRecord;
import org.tokenrevocation.internal.lease.ServerId;

/** A node's registration, its acknowledgements, and the end of silent nodes, step by step. */
class MembershipTest {
    private static final Duration BOUND = Duration.ofMillis(100);
    private static final String RECORD = "2 00000000000000aa 100 sessions 0b 0 1";
    private static final String PRESENT = "present 00000000000000cc 1 node";
    private static final String INBOX = "00000000000000dd";

    private final ScriptedLink link = new ScriptedLink();
    private final Memory memory = new Memory();
    private final List<Scheduled> scheduled = new ArrayList<>();
    private long nowNanos = 1;
    private int ids;
    private final Feed feed = start(new Feed(terms(), this::now, this::schedule, link, memory, new FeedLog("node", Mode.SESSIONS)));

    private record Scheduled(long atNanos, Runnable task) {}

    private FleetTerms terms() {
        return new FleetTerms("node", Mode.SESSIONS, BOUND, Duration.ofSeconds(1), Duration.ofSeconds(1),
                () -> String.format("%016x", ++ids));
    }

    private long now() {
        return nowNanos;
    }

    private void schedule(Runnable task, long delayNanos) {
        scheduled.add(new Scheduled(nowNanos + delayNanos, task));
    }

    /** Lets so much time pass, and the timer call what is due. */
    private void pass(Duration time) {
        nowNanos += time.toNanos();
        for (Scheduled each : List.copyOf(scheduled)) {
            if (each.atNanos <= nowNanos && scheduled.remove(each)) {
                each.task.run();
            }
        }
    }

    /** Up to the reply that settles the fleet, and so asks for the registration. */
    private Feed start(Feed started) {
        memory.feed = started;
        started.start();
        started.connected(link.generation, new ServerId("0a", "0b"), true);
        started.replied(link.generation, reply(null));
        started.replied(link.generation, reply(null));
        return started;
    }

    private static BeatReply reply(String registration) {
        return new BeatReply(true, null, 0, RECORD, registration, null);
    }

    private void beat() {
        feed.wake();
    }

    private void confirm() {
        feed.membership().registered(link.generation, link.registered);
    }

    private void replyPresent() {
        feed.replied(link.generation, reply(link.ofBeat == null ? null : PRESENT));
    }

    private void lead() {
        confirm();
        replyPresent();
        assertNotNull(feed.standing().lease().current());
    }

    /** It may have been sent before a write that ran before the registration: nobody waits for the node, and it has no proof. */
    @Test
    void beat_sentBeforeTheRegistrationIsConfirmed_givesNoLease() {
        beat();
        assertNull(link.ofBeat);
        confirm();
        feed.replied(link.generation, reply(PRESENT));
        assertNull(feed.standing().lease().current());
        replyPresent();
        assertNotNull(feed.standing().lease().current());
    }

    /** What the same steps come to where the confirmation is not waited for. */
    @Test
    void beat_sentBeforeTheRegistrationIsConfirmed_naiveFeedGivesALease() {
        Feed naive = start(new Feed(terms(), this::now, this::schedule, link, memory, new FeedLog("naive", Mode.SESSIONS)) {
            @Override
            Member memberOfBeat() {
                return membership().asked();
            }
        });
        naive.wake();
        naive.replied(link.generation, reply(PRESENT));
        assertNotNull(naive.standing().lease().current());
    }

    @Test
    void beat_registrationLeavingOrGone_noLeaseAndAnotherId() {
        lead();
        for (String value : new String[] {"leaving 00000000000000cc 1 node", null}) {
            pass(BOUND);
            Member before = link.registered;
            beat();
            feed.replied(link.generation, reply(value));
            assertFalse(feed.standing().lease().current().holdsAt(nowNanos));
            beat();
            replyPresent();
            assertFalse(feed.standing().lease().current().holdsAt(nowNanos));
            assertNotEquals(before.id(), link.registered.id());
            confirm();
            replyPresent();
            assertTrue(feed.standing().lease().current().holdsAt(nowNanos));
        }
    }

    @Test
    void register_refused_requestsAreServedByLaterBeatsOnly_andTriedAgainASecondLater() {
        feed.membership().refused(link.generation, link.registered, "NOPERM");
        CompletableFuture<Void> proof = feed.waiters().proof(nowNanos);
        nowNanos++;
        CompletableFuture<Void> later = feed.waiters().proof(nowNanos);
        feed.replied(link.generation, reply(null));
        assertTrue(proof.isDone());
        assertFalse(later.isDone(), "the beat was sent before this request began");
        assertNull(feed.standing().lease().current());
        feed.replied(link.generation, reply(null));
        assertTrue(later.isDone());
        assertEquals(1, link.count("register"));
        pass(Duration.ofSeconds(1));
        feed.replied(link.generation, reply(null));
        assertEquals(2, link.count("register"));
    }

    @Test
    void reconnect_confirmedRegistration_isKept() {
        lead();
        Member before = link.registered;
        feed.lost(link.generation, "cut");
        pass(Duration.ofMillis(50));
        feed.connected(link.generation, new ServerId("0a", "0b"), true);
        assertEquals(before.id(), link.ofBeat.id());
        replyPresent();
        assertTrue(feed.standing().lease().current().holdsAt(nowNanos));
    }

    @Test
    void reconnect_unconfirmedRegistration_countsNeverMore() {
        Member lost = link.registered;
        feed.lost(link.generation, "cut");
        pass(Duration.ofMillis(50));
        feed.connected(link.generation, new ServerId("0a", "0b"), true);
        feed.replied(link.generation, reply(null));
        assertNotEquals(lost.id(), link.registered.id());
        feed.membership().registered(link.generation, lost);
        assertNull(feed.membership().confirmed());
    }

    private void announce(long number) {
        feed.membership().announced(link.generation, new Heard(INBOX, number, Map.of(new TokenDigest(1, number), 0L)));
    }

    @Test
    void announced_applied_isAcknowledged_atMostOncePerMillisecond() {
        lead();
        announce(1);
        assertEquals(List.of("applied 1", "acknowledge 1 to 1"), log());
        announce(2);
        announce(3);
        assertEquals(1, link.count("acknowledge"));
        pass(Duration.ofMillis(1));
        assertEquals(List.of("acknowledge 1 to 1", "acknowledge 1 to 3"), acknowledgements());
        pass(Duration.ofMillis(1));
        assertEquals(2, link.count("acknowledge"));
    }

    private List<String> acknowledgements() {
        return link.calls.stream().filter(call -> call.startsWith("acknowledge")).toList();
    }

    private List<String> log() {
        return link.calls.stream().filter(call -> call.startsWith("a")).toList();
    }

    @Test
    void announced_gapOrAnotherConnection_beginsAnew() {
        lead();
        announce(1);
        announce(2);
        announce(5);
        pass(Duration.ofMillis(1));
        assertEquals(List.of("acknowledge 1 to 1", "acknowledge 1 to 2", "acknowledge 5 to 5"), acknowledgements());
        feed.lost(link.generation, "cut");
        pass(Duration.ofMillis(50));
        feed.connected(link.generation, new ServerId("0a", "0b"), true);
        announce(6);
        assertEquals("acknowledge 6 to 6", acknowledgements().get(3));
    }

    @Test
    void announced_notAppliedOrNotRegistered_isNotAcknowledged() {
        announce(1);
        lead();
        memory.isFull = true;
        announce(2);
        assertEquals(0, link.count("acknowledge"));
    }

    @Test
    void silent_markedAndSweptNoEarlierThanALeaseAfterTheMarkIsConfirmed() {
        lead();
        Map<String, String> silent = Map.of("id", "instance");
        feed.membership().silent("00000000000000aa", silent);
        feed.membership().silent("00000000000000aa", silent);
        assertEquals(1, link.count("mark"));
        pass(Duration.ofSeconds(1));
        assertEquals(0, link.count("sweep"), "the mark is not confirmed");
        feed.membership().marked(link.generation, "00000000000000aa", List.of("id"));
        pass(Duration.ofNanos(CommitWait.nanos(BOUND.toNanos()) - 1));
        assertEquals(0, link.count("sweep"));
        pass(Duration.ofNanos(1));
        assertEquals(1, link.count("sweep [id]"));
    }

    /** Who holds no lease himself still knows how long those of others last. */
    @Test
    void silent_markedByANodeWithoutPushes_notSweptEarlier() {
        feed.lost(link.generation, "cut");
        pass(Duration.ofMillis(50));
        feed.connected(link.generation, new ServerId("0a", "0b"), false);
        feed.replied(link.generation, reply(null));
        feed.membership().silent("00000000000000aa", Map.of("id", "instance"));
        feed.membership().marked(link.generation, "00000000000000aa", List.of("id"));
        pass(Duration.ofNanos(CommitWait.nanos(BOUND.toNanos()) - 1));
        assertEquals(0, link.count("sweep"));
        pass(Duration.ofNanos(1));
        assertEquals(1, link.count("sweep [id]"));
    }

    @Test
    void leave_firstNothingMoreIsAnswered() {
        lead();
        CompletableFuture<Void> left = new CompletableFuture<>();
        feed.leave(() -> {
            assertNull(feed.standing().lease().current());
            assertNull(feed.standing().settled());
            left.complete(null);
        });
        assertTrue(left.isDone());
        replyPresent();
        assertNull(feed.standing().lease().current(), "nor by a reply that was under way");
    }

    @Test
    void fastWay_notBeforeALeaseAfterTheFleetWasFirstSeenSettled_norForAnotherRegistry() {
        lead();
        FleetIncarnation settled = feed.standing().settled();
        FastWay way = new FastWay();
        way.see(settled, "cc", 0);
        assertFalse(way.isOpen(settled, "cc", CommitWait.nanos(BOUND.toNanos()) - 1));
        assertTrue(way.isOpen(settled, "cc", CommitWait.nanos(BOUND.toNanos())));
        assertFalse(way.isOpen(settled, "dd", CommitWait.nanos(BOUND.toNanos())), "made anew after it was lost");
        assertFalse(way.isOpen(settled, "", CommitWait.nanos(BOUND.toNanos())), "lost");
        FleetIncarnation other = new FleetIncarnation(RECORD, settled.record(), new ServerId("0f", "0b"));
        assertFalse(way.isOpen(other, "cc", CommitWait.nanos(BOUND.toNanos())));
    }

    /** Joins at once, and says what it applies. */
    private final class Memory implements FeedMemory {
        private Feed feed;
        private boolean isFull;

        @Override
        public void reconnected(long generation) {
            // There is nothing to forget.
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
        public void invalidate(Collection<byte[]> keys) {
            throw new AssertionError("nothing is pushed");
        }

        @Override
        public boolean announced(Map<TokenDigest, Long> digests) {
            link.calls.add("applied " + digests.keySet().iterator().next().low());
            return !isFull;
        }

        @Override
        public boolean isTrackingNeeded() {
            return true;
        }
    }
}
