package org.tokenrevocation.internal.denylist;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.tokenrevocation.Cutoff;
import org.tokenrevocation.RevocationUnavailableException;
import org.tokenrevocation.internal.cutoff.CutoffDigest;
import org.tokenrevocation.internal.cutoff.CutoffRecord;
import org.tokenrevocation.internal.jwt.TokenVerifier;
import org.tokenrevocation.internal.jwt.Verification;

/**
 * Decides which tokens are recorded, and for how long: anybody may call the endpoint, so only what an issuer of ours
 * made, or what the operator lets in unverified, may make the set grow. Thread-safe.
 *
 * <p>One rule keeps its success true: what is identified as a JOSE token is passed over only if the verifier knows that it is
 * somebody else's. A header that the verifier cannot read, though the identity can, is no such knowledge.
 */
public final class RecordingPolicy implements AutoCloseable {
    private static final long MILLIS_PER_SECOND = 1000;

    private final TokenVerifier verifier;
    private final boolean isUnverifiedAccepted;
    private final long leewayMillis;
    private final long lifetimeMillis;
    private final LongAdder notOurs = new LongAdder();
    private final LongAdder withoutExpiry = new LongAdder();
    private final LongAdder misaddressed = new LongAdder();

    /**
     * Takes the verifier over and closes it.
     *
     * @param isUnverifiedAccepted whether tokens without a JOSE header are recorded
     * @param leeway how long after its expiry a host may still accept a token
     * @param lifetime the longest life of any token: how long a record of one that tells no expiry stays, and from
     *     when on an expiry is counted as none
     */
    public RecordingPolicy(TokenVerifier verifier, boolean isUnverifiedAccepted, Duration leeway, Duration lifetime) {
        this.verifier = verifier;
        this.isUnverifiedAccepted = isUnverifiedAccepted;
        this.leewayMillis = leeway.toMillis();
        this.lifetimeMillis = lifetime.toMillis();
    }

    /**
     * When the record of a token may be dropped.
     *
     * @param isJose whether the token has a JOSE header by its identity
     * @param passedMillis the earlier of this node's and Redis' clock
     * @param latestMillis the later one
     * @return empty if the token needs no record: not ours, or expired for longer than the leeway by both clocks
     * @throws RevocationUnavailableException if the keys cannot be had, or nobody can tell whose token it is
     */
    Optional<Long> dropAtMillis(String token, boolean isJose, long passedMillis, long latestMillis) {
        Verification verification = verifier.verify(token);
        if (verification instanceof Verification.Unavailable unavailable) {
            throw new RevocationUnavailableException("The token cannot be verified: " + unavailable.why()
                    + "; see that revocation.jwt-keys names its issuer's keys and that they can be reached, then repeat");
        }
        if (verification instanceof Verification.Verified verified) {
            return dropAtMillis(verified.expiresAt(), passedMillis, latestMillis);
        }
        if (verification instanceof Verification.NotJose && isJose) {
            throw new RevocationUnavailableException("The token cannot be verified: its header cannot be read;"
                    + " have its issuer write it as RFC 7515 says");
        }
        if (verification instanceof Verification.NotJose && isUnverifiedAccepted) {
            return Optional.of(latestMillis + lifetimeMillis + leewayMillis);
        }
        if (verification instanceof Verification.Misaddressed) {
            misaddressed.increment();
        }
        notOurs.increment();
        return Optional.empty();
    }

    private Optional<Long> dropAtMillis(Optional<Instant> expiresAt, long passedMillis, long latestMillis) {
        if (expiresAt.isEmpty()) {
            withoutExpiry.increment();
            return Optional.of(Long.MAX_VALUE);
        }
        long dropAt = expiresAt.get().toEpochMilli() + leewayMillis;
        if (dropAt > latestMillis + lifetimeMillis + 2 * leewayMillis) {
            // Milliseconds taken for seconds, say. Hosts accept the token that long, so the record stays that long.
            withoutExpiry.increment();
        }
        return dropAt < passedMillis ? Optional.empty() : Optional.of(dropAt);
    }

    /**
     * What is recorded of a cut-off.
     *
     * @return empty if it needs no record: all that it refuses has expired by both clocks
     * @throws IllegalArgumentException if its moment is later than any token's can be
     */
    Optional<CutoffRecord> record(Cutoff cutoff, long passedMillis, long latestMillis) {
        long issuedUntil = cutoff.issuedUntil().toEpochMilli();
        if (issuedUntil > latestMillis + leewayMillis) {
            throw new IllegalArgumentException("A cut-off's issuedUntil [" + cutoff.issuedUntil() + "] must not lie further in"
                    + " the future than revocation.clock-leeway [" + leewayMillis + "ms], since it would refuse tokens that are"
                    + " yet to be issued; leave it out for the present moment");
        }
        long keptSeconds = (lifetimeMillis + leewayMillis + MILLIS_PER_SECOND - 1) / MILLIS_PER_SECOND;
        long dropAt = issuedUntil + keptSeconds * MILLIS_PER_SECOND;
        return dropAt < passedMillis
                ? Optional.empty()
                : Optional.of(new CutoffRecord(CutoffDigest.of(cutoff), issuedUntil, dropAt));
    }

    /** How far an issuer's clock may be ahead, in milliseconds. */
    long leewayMillis() {
        return leewayMillis;
    }

    long notOurs() {
        return notOurs.sum();
    }

    long withoutExpiry() {
        return withoutExpiry.sum();
    }

    long misaddressed() {
        return misaddressed.sum();
    }

    @Override
    public void close() {
        verifier.close();
    }
}
