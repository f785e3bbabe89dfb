package org.tokenrevocation;

/** Which side of the truth Redis holds; setting {@code revocation.mode}. */
public enum Mode {
    /** Redis holds the sessions. A token is live if and only if its session entry exists. */
    SESSIONS,
    /** Redis holds the revoked digests. A token is refused if and only if its digest is among them. */
    DENYLIST
}
