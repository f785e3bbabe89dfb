package org.tokenrevocation.internal.engine;

import org.tokenrevocation.Verdict;
import org.tokenrevocation.internal.identity.TokenDigest;
import org.tokenrevocation.internal.memo.MemoEntry;
import org.tokenrevocation.internal.memo.RecentTokens;
import org.tokenrevocation.internal.memo.Sighting;

/** Memo in front of an engine: returns the remembered verdict while it is still valid. Thread-safe. */
public final class VerdictMemo {
    private final Engine engine;
    private final RecentTokens recent;

    /** The caller closes both arguments. */
    public VerdictMemo(Engine engine, RecentTokens recent) {
        this.engine = engine;
        this.recent = recent;
    }

    /** The verdict on a remembered token, whose form has been checked before. Null if it is not remembered. */
    public Verdict verdictAgain(String token) {
        byte[] seen = recent.find(token);
        if (seen == null) {
            return null;
        }
        if (engine.isKnownLive(seen)) {
            return Verdict.LIVE;
        }
        Sighting sighting = MemoEntry.sighting(token, seen);
        Verdict verdict = engine.verdict(sighting);
        if (sighting.finding() != null) {
            recent.remember(sighting);
        }
        return verdict;
    }

    /**
     * The verdict on a token. Remembers it.
     *
     * @param digest what {@link Engine#identify} made of it
     */
    public Verdict verdict(String token, TokenDigest digest) {
        Sighting sighting = new Sighting(token, digest);
        Verdict verdict = engine.verdict(sighting);
        recent.remember(sighting);
        return verdict;
    }
}
