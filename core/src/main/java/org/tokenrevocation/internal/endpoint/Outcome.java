package org.tokenrevocation.internal.endpoint;

import org.tokenrevocation.spi.EndpointResponse;

/** The result of reading a call: the token to revoke, or the answer that refuses the call. */
sealed interface Outcome {
    /** The token to revoke and the client, null if anonymous. {@code toString} leaves the token out. */
    record Token(String text, String client) implements Outcome {
        Token(String text) {
            this(text, null);
        }

        Token by(String authenticated) {
            return new Token(text, authenticated);
        }

        @Override
        public String toString() {
            return "Token[masked]";
        }
    }

    /** A refused call, which revokes nothing. */
    record Refused(EndpointResponse answer) implements Outcome {}

    /** A call refused with 400. The reason must not quote the call. */
    static Refused refused(String description) {
        return new Refused(Answers.invalid(description));
    }
}
