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
        byte[] entry = recent.find(token);
        if (entry == null) {
            return null;
        }
        if (engine.isKnownLive(entry)) {
            return Verdict.LIVE;
        }
        Sighting sighting = new Sighting(token, MemoEntry.digest(entry));
        Verdict verdict = engine.verdict(sighting);
        if (sighting.finding() != null) {
            recent.remember(sighting);
        }
        return verdict;
    }

    /**
     * The verdict on a token. Remembers it.
     *
     * @param digest the result of {@link Engine#identify}
     */
    public Verdict verdict(String token, TokenDigest digest) {
        Sighting sighting = new Sighting(token, digest);
        Verdict verdict = engine.verdict(sighting);
        recent.remember(sighting);
        return verdict;
    }
}
