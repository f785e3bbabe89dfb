package org.tokenrevocation.internal.jwt;

import java.time.Instant;
import java.util.Optional;

/** What became of a token at the door. Immutable. */
public sealed interface Verification {
    /**
     * Made by a trusted issuer. Time claims have decided nothing.
     *
     * @param expiresAt the {@code exp} claim, rounded up to a whole second; empty where the token has none, or none that
     *     all hosts read alike: its record stays for good
     */
    record Verified(Optional<Instant> expiresAt) implements Verification {}

    /** A key was found and the signature is wrong, or nobody whom we trust could have made it: success, not stored. */
    record NotOurs() implements Verification {}

    /**
     * Made with a key of ours, but it names another issuer or audience than the entry of that key: success, not stored.
     * Counted apart, because a setting that is wrong by little looks the same.
     */
    record Misaddressed() implements Verification {}

    /**
     * Nobody can tell now; never to be answered with 200.
     *
     * @param why a text for the log without any part of the token
     */
    record Unavailable(String why) implements Verification {}

    /** No JOSE header, so nothing to verify; {@code accept-unverified} decides. */
    record NotJose() implements Verification {}
}
