package org.tokenrevocation.internal.jwt;

/** What a set of keys says of one token. */
enum SignatureResult {
    /** A key verified it. */
    GOOD,
    /** A key that the token names, or every key that could have signed it, says that it did not. */
    WRONG,
    /** No key at hand is the one that the token names, or it names none: a newer set may know. */
    UNKNOWN_KEY,
    /** A key that may fit is there, but cannot be read, or the token cannot be checked with it. */
    CANNOT_TELL
}
