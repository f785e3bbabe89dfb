package org.tokenrevocation.internal.endpoint;

import org.tokenrevocation.spi.EndpointResponse;

/** What a call came to when it was read: the token that it names, or the answer that refuses it. */
sealed interface Outcome {
    /** The token to revoke, and the client who asks for it, null if anonymous. The text is kept out of {@code toString}. */
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

    /** A refusal; nothing is revoked. */
    record Refused(EndpointResponse answer) implements Outcome {}

    /** A 400 with its reason, which must not quote the call. */
    static Refused refused(String description) {
        return new Refused(Answers.invalid(description));
    }
}
