package org.tokenrevocation.internal.feed;

import org.tokenrevocation.Verdict;
import org.tokenrevocation.internal.engine.Engine;
import org.tokenrevocation.internal.engine.VerdictMemo;
import org.tokenrevocation.internal.identity.TokenDigest;
import org.tokenrevocation.internal.memo.RecentTokens;

/** A node of a stress test, in either mode: it knows one token, live so far, and Redis does not answer it. */
public abstract class StressedNode {
    /** The token's text. */
    public static final String TOKEN = "token-of-some-length";
    /** Leases of then have ended by {@link #NOW}. */
    public static final long LONG_AGO = 0;
    /** Much later. */
    public static final long NOW = 10 * StressedPulse.BOUND_NANOS;
    /** The feed's only connection. */
    public static final long GENERATION = 1;

    private VerdictMemo judge;
    private TokenDigest digest;
    private StressedPulse feed;

    /** Names what it is made of; once.*/
    protected final void use(StressedPulse itsFeed, Engine engine, TokenDigest itsDigest) {
        this.feed = itsFeed;
        this.digest = itsDigest;
        this.judge = new VerdictMemo(engine, new RecentTokens());
    }

    /** Memory learns that the token is revoked. */
    public abstract void learn();

    /** Memory takes in an announcement, as it does before it is acknowledged. */
    public abstract void apply();

    /** As the API does. */
    public final boolean accepts() {
        Verdict again = judge.verdictAgain(TOKEN);
        return (again != null ? again : judge.verdict(TOKEN, digest)) == Verdict.LIVE;
    }

    /** As the feed grants a lease that counts from a moment. */
    public final void grant(long sinceNanos) {
        feed.grant(GENERATION, sinceNanos);
    }
}
