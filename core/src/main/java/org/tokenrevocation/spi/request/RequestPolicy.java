package org.tokenrevocation.spi.request;

import org.tokenrevocation.FailPolicy;
import org.tokenrevocation.Settings;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.Verdict;
import org.tokenrevocation.spi.DoorCounters;

/** What becomes of a request, by its candidates and their verdicts: the rules of every door that guards. Thread-safe. */
public final class RequestPolicy {
    private final Refusals refusals;
    private final DoorCounters counters;
    private final boolean isEnforced;
    /** Null unless {@code fail-policy=open}. */
    private final UnjudgedRequests unjudged;

    /**
     * By the settings of the instance, or of the door.
     *
     * @param revocation counts and lends its name
     * @param settings say how requests are refused, and whether
     */
    public RequestPolicy(TokenRevocation revocation, Settings settings) {
        refusals = new Refusals(settings);
        counters = DoorCounters.of(revocation);
        isEnforced = settings.isEnforced();
        unjudged = settings.failPolicy() == FailPolicy.OPEN
                ? new UnjudgedRequests(revocation.name(), System::nanoTime) : null;
    }

    /**
     * Whether refusals refuse, or (shadow mode) are only counted.
     *
     * @return {@code enforce}
     */
    public boolean isEnforced() {
        return isEnforced;
    }

    /**
     * For a request that is refused without a look at its tokens.
     *
     * @param found has a fault
     * @return the answer
     */
    public Refusal fault(Candidates found) {
        return found.isAmbiguous() ? refusals.ambiguous(found.faultScheme()) : refusals.malformed(found.faultScheme());
    }

    /**
     * For a request without a token where one is required.
     *
     * @return the answer
     */
    public Refusal missing() {
        return refusals.missing();
    }

    /**
     * For a request that nobody can judge.
     *
     * @return the answer
     */
    public Refusal undecided() {
        return refusals.undecided();
    }

    /**
     * What a verdict means for the request.
     *
     * @param candidate what was judged
     * @param verdict what came of it
     * @return null lets the request pass, as far as this candidate is concerned
     */
    public Refusal of(Candidate candidate, Verdict verdict) {
        if (verdict.mayPass()) {
            notePassed(verdict);
            return null;
        }
        switch (verdict) {
            case MALFORMED:
                return refusals.malformed(candidate.scheme());
            case UNDECIDED:
                return unjudged != null ? passUnjudged() : refusals.undecided();
            default:
                return refusals.revoked(candidate.scheme());
        }
    }

    private void notePassed(Verdict verdict) {
        if (verdict == Verdict.FOREIGN) {
            counters.count("filter.passed.foreign");
        } else if (unjudged != null) {
            unjudged.judged();
        }
    }

    private Refusal passUnjudged() {
        counters.count("filter.passed.undecided");
        unjudged.passed();
        return null;
    }

    /**
     * Which of two counts: what is certain outranks what is in doubt.
     *
     * @param before the first, or null
     * @param next the other, or null
     * @return one of them; null if both are
     */
    public Refusal graver(Refusal before, Refusal next) {
        return next != null && (before == null || before == refusals.undecided()) ? next : before;
    }

    /**
     * Counts a request that is refused.
     *
     * @param refusal the answer
     */
    public void countRefused(Refusal refusal) {
        counters.count("filter.refused." + refusal.cause());
    }

    /** Counts a request with the probe, which is refused in shadow mode too. */
    public void countProbe() {
        countRefused(refusals.revoked(0));
    }

    /**
     * Counts a request that would be refused.
     *
     * @param refusal the answer that it does not get
     */
    public void countShadow(Refusal refusal) {
        counters.count("filter.shadow." + refusal.cause());
    }
}
