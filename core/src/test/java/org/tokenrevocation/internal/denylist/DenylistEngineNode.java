package org.tokenrevocation.internal.denylist;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.tokenrevocation.Mode;
import org.tokenrevocation.internal.engine.Engine;
import org.tokenrevocation.internal.feed.Feed;
import org.tokenrevocation.internal.feed.Round;
import org.tokenrevocation.internal.identity.JoseHeaderJson;
import org.tokenrevocation.internal.identity.TokenIdentity;
import org.tokenrevocation.internal.jwt.TokenOpener;
import org.tokenrevocation.internal.jwt.TokenVerifier;
import org.tokenrevocation.internal.jwt.Verification;
import org.tokenrevocation.internal.lease.ServerId;
import org.tokenrevocation.internal.simulation.Token;
import org.tokenrevocation.internal.simulation.WholeNode;

/** A node in denylist mode, around the engine itself. */
public final class DenylistEngineNode extends WholeNode {
    private static final Duration LEEWAY = Duration.ofMinutes(5);

    private final Map<String, Instant> expiries = new HashMap<>();
    private final DenylistEngine engine;

    /** Makes one and starts it. */
    public DenylistEngineNode(Site site) {
        super(site);
        DenylistMemory memory = new DenylistMemory(
                new Store(), () -> Instant.ofEpochMilli(millis()), this::inBackground, new Replica(1, 5, 9));
        Feed feed = feed(Mode.DENYLIST, memory);
        memory.reportTo(feed);
        RecordingPolicy door = new RecordingPolicy(new Issuer(), false, LEEWAY, Duration.ofHours(1));
        engine = new DenylistEngine(
                new RecordedIdentity(new TokenIdentity(new JoseHeaderJson()), TokenOpener.NONE, 0), door, new Store(), memory, pulse(feed),
                commitWait(), this::ticks, TIMEOUT, Integer.MAX_VALUE);
    }

    @Override
    protected Engine engine() {
        return engine;
    }

    @Override
    protected void issued(Token token) {
        expiries.put(token.text, Instant.ofEpochMilli(token.dropAtMillis).minus(LEEWAY));
    }

    /** All tokens are genuine. */
    private final class Issuer implements TokenVerifier {
        @Override
        public Verification verify(String token) {
            return new Verification.Verified(Optional.of(expiries.get(token)));
        }

        @Override
        public void close() {
            note("closes its verifier");
        }
    }

    /** The model as a request sees it, or the background work of a join. */
    private final class Store implements DenylistStore {
        @Override
        public Addition add(List<Revocation> revocations, long maxEntries, long localMillis, Round round) {
            return write(commands.add(revocations, localMillis, round));
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
