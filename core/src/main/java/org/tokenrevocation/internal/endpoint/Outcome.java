package org.tokenrevocation.internal.endpoint;

import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.tokenrevocation.spi.EndpointResponse;

/** What a call came to when it was read: a token, a revocation to be carried out, or the answer that refuses it. */
sealed interface Outcome {
    /** The token that a body names. The text is kept out of {@code toString}. */
    record Token(String text) implements Outcome {
        @Override
        public String toString() {
            return "Token[masked]";
        }
    }

    /**
     * All is valid.
     *
     * @param revocation stores it, by a client or null, in the calling thread; completes when it is effective
     */
    record Accepted(Function<String, CompletionStage<Void>> revocation) implements Outcome {}

    /** A refused call, which revokes nothing. */
    record Refused(EndpointResponse answer) implements Outcome {}

    /** A call refused with 400. The reason must not quote the call. */
    static Refused refused(String description) {
        return new Refused(Answers.invalid(description));
    }
}
