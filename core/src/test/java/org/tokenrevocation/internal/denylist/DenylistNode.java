package org.tokenrevocation.internal.denylist;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.tokenrevocation.Mode;
import org.tokenrevocation.Verdict;
import org.tokenrevocation.internal.feed.Round;
import org.tokenrevocation.internal.lease.Lease;
import org.tokenrevocation.internal.lease.ServerId;
import org.tokenrevocation.internal.memo.Sighting;
import org.tokenrevocation.internal.simulation.Node;
import org.tokenrevocation.internal.simulation.Token;
import org.tokenrevocation.internal.simulation.Variant;

/** A node in denylist mode: {@link DenylistEngine}, cut into steps. */
public final class DenylistNode extends Node {
    private static final long TIMEOUT_NANOS = Duration.ofMillis(300).toNanos();

    private final DenylistMemory memory;

    /** Makes one at rest. */
    public DenylistNode(Site site) {
        super(site);
        memory = new DenylistMemory(new Store(), () -> Instant.ofEpochMilli(millis()), this::inBackground, new Replica(1, 5, 9));
        memory.reportTo(feed(Mode.DENYLIST, memory));
    }

    @Override
    public void request(Token token, Consumer<Verdict> end) {
        Lease.Grant grant = standing().lease().current();
        then(() -> {
            long begin = nanos();
            standing().touch(begin);
            then(() -> judge(token, grant, begin, end));
        });
    }

    private void judge(Token token, Lease.Grant grant, long begin, Consumer<Verdict> end) {
        boolean isLeased = variant == Variant.NO_LEASE || grant != null && grant.holdsAt(begin);
        if (isLeased && isSeenLive(token)) {
            end.accept(Verdict.LIVE);
        } else if (isRevoked(token)) {
            end.accept(Verdict.REVOKED);
        } else if (isLeased) {
            end.accept(Verdict.LIVE);
        } else {
            then(() -> awaitProof(begin, begin + TIMEOUT_NANOS, isProven -> {
                if (!isProven) {
                    end.accept(Verdict.UNDECIDED);
                } else {
                    end.accept(isRevoked(token) ? Verdict.REVOKED : Verdict.LIVE);
                }
            }));
        }
    }

    private boolean isRevoked(Token token) {
        Sighting sighting = new Sighting(token.text, token.digest);
        boolean isRevoked = memory.contains(sighting, text -> token.claims(), 0);
        if (!isRevoked) {
            recent.remember(sighting);
        }
        return isRevoked;
    }

    private boolean isSeenLive(Token token) {
        byte[] seen = recent.find(token.text);
        return seen != null && (variant == Variant.BELIEVES_FINDINGS || memory.isUnchanged(seen));
    }

    @Override
    public void revoke(Token token, Consumer<Boolean> end) {
        new Revoke(token, end).begin();
    }

    /** The steps of {@code revoke} and {@code record}. */
    private final class Revoke {
        private final Token token;
        private final Consumer<Boolean> end;
        private final List<Revocation> revocations;
        private Round round;

        Revoke(Token token, Consumer<Boolean> end) {
            this.token = token;
            this.end = end;
            this.revocations = List.of(token.record());
        }

        void begin() {
            vouched(settled -> true, nanos() + TIMEOUT_NANOS, this::add,
                    (done, goOn) -> thenOfRevoke(() -> {
                        note("has the confirmation for ", token);
                        if (variant != Variant.REMEMBERS_LATE && variant != Variant.OWN_NODE_NOT_COUNTED) {
                            memory.add(revocations);
                        }
                        thenOfRevoke(goOn);
                    }), this::end);
        }

        private void add(Consumer<DenylistStore.Addition> onAnswer, Runnable onFailure) {
            long passed = memory.passedMillis();
            Round next = round();
            round = next;
            thenOfRevoke(() -> call(commands.add(revocations, passed, next), onAnswer, onFailure));
        }

        private void end(DenylistStore.Addition done) {
            if (done == null) {
                end.accept(false);
                return;
            }
            thenOfRevoke(() -> {
                if (variant != Variant.OWN_NODE_NOT_COUNTED) {
                    memory.add(revocations);
                }
                awaitEffect(round, done, () -> end.accept(true));
            });
        }
    }

    /** The model as the background work of a join sees it. */
    private final class Store implements DenylistStore {
        @Override
        public Addition add(List<Revocation> revocations, long maxEntries, long localMillis, Round round) {
            throw new AssertionError("a request's");
        }

        @Override
        public ServerId writeBack(List<Revocation> revocations, long localMillis) {
            Addition done = callAndWait(commands.add(revocations, localMillis, null));
            return done.server();
        }

        @Override
        public StreamEnd streamEnd() {
            return callAndWait(commands.streamEnd());
        }

        @Override
        public ServerId readAll(Consumer<List<Revocation>> consumer) {
            return ModelPages.readAll(page -> callAndWait(commands.page(page)), consumer);
        }

        @Override
        public String trouble() {
            return null;
        }

        @Override
        public boolean isSettled() {
            return true;
        }

        @Override
        public void close() {
            note("closes its store");
        }
    }
}
