package org.tokenrevocation.internal.sessions;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.tokenrevocation.Mode;
import org.tokenrevocation.internal.engine.Engine;
import org.tokenrevocation.internal.feed.Feed;
import org.tokenrevocation.internal.feed.Round;
import org.tokenrevocation.internal.lease.ServerId;
import org.tokenrevocation.internal.simulation.Token;
import org.tokenrevocation.internal.simulation.WholeNode;

/** A node in sessions mode, around the engine itself. */
public final class SessionEngineNode extends WholeNode {
    private static final KeyPatterns KEYS = new KeyPatterns(
            new KeyPattern("session:access:", "", false), new KeyPattern("session:refresh:", "", false));

    private final SessionEngine engine;

    /** Makes one and starts it. */
    public SessionEngineNode(Site site) {
        super(site);
        SessionCache cache = new SessionCache(1000);
        RepeatLog repeatLog = new RepeatLog(this::nanos, Duration.ofHours(1));
        SessionMemory memory = new SessionMemory(KEYS.access(), cache, repeatLog, new Store(), this::inBackground, pair -> true);
        Feed feed = feed(Mode.SESSIONS, memory);
        memory.reportTo(feed);
        engine = new SessionEngine(
                KEYS, new Store(), cache, repeatLog, pulse(feed), commitWait(), this::ticks, TIMEOUT);
    }

    @Override
    protected Engine engine() {
        return engine;
    }

    @Override
    protected void issued(Token token) {
        // Its entry tells all.
    }

    /** The model as a request sees it, or the background work of a join. */
    private final class Store implements SessionStore {
        @Override
        public Sight look(byte[] key, long deadlineNanos) {
            return ask(commands.look(new String(key, StandardCharsets.UTF_8)));
        }

        @Override
        public Deletion delete(List<Entries> entries, Round round, Runnable sending) {
            sending.run();
            return write(commands.delete(entries, round));
        }

        @Override
        public ServerId repeat(List<byte[][]> pairs) {
            return callAndWait(commands.repeat(pairs));
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
