package org.tokenrevocation.internal.identity;

/** What the first segment of a token decodes to (RFC 7515 section 4, RFC 7516 section 4). */
public enum JoseHeader {
    /** One JSON object with a string {@code alg} and no string {@code enc}: the token is signed. */
    SIGNED,
    /** One JSON object with a string {@code alg} and a string {@code enc}: the token is encrypted. */
    ENCRYPTED,
    /**
     * An object with a string {@code alg}, but cut short, spoilt further on, or followed by more; or an encrypted token's
     * with a repeated member that decides how it is opened: anybody can write that header, and libraries read it differently.
     */
    TORN,
    /** Anything else. */
    NONE
}
