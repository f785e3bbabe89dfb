package org.tokenrevocation;

/** What a caller says a token is (RFC 7009 section 2.1). It orders the search, it never decides whether a token dies. */
public enum TokenType {
    /** An access token: what a request carries as its bearer credential. */
    ACCESS,
    /** A refresh token: what a client exchanges for new access tokens. */
    REFRESH
}
