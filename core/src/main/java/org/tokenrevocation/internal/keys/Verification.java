package org.tokenrevocation.internal.keys;

import java.time.Instant;
import java.util.Optional;

/** What became of a token at the door. Immutable. */
public sealed interface Verification {
    /**
     * Made by a trusted issuer. Time claims have decided nothing.
     *
     * @param expiresAt the {@code exp} claim, rounded up to a whole second and cut at the end of the year 9999; empty
     *     where the token has none, or none that is a number: its record stays for good
     */
    record Verified(Optional<Instant> expiresAt) implements Verification {}

    /** A key was found and the signature is wrong, or nobody whom we trust could have made it: success, not stored. */
    record NotOurs() implements Verification {}

    /**
     * Nobody can tell now; never to be answered with 200.
     *
     * @param why a text for the log without any part of the token
     */
    record Unavailable(String why) implements Verification {}

    /** No JOSE header, so nothing to verify; {@code accept-unverified} decides. */
    record NotJose() implements Verification {}
}
