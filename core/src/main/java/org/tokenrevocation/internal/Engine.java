package org.tokenrevocation.internal;

import java.util.Collection;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.tokenrevocation.Verdict;

/** What answers behind the API, one per {@link org.tokenrevocation.Mode}. Thread-safe. */
public interface Engine extends AutoCloseable {
    /**
     * Judges a token that is within the grammar and ours.
     *
     * @return {@link Verdict#LIVE}, {@link Verdict#REVOKED}, {@link Verdict#MALFORMED} or {@link Verdict#UNDECIDED},
     *     within {@code redis-timeout}
     */
    Verdict verdict(String token);

    /** Whether a token within the grammar can be one at all; {@link #verdict} calls others malformed. */
    boolean isWellFormed(String token);

    /**
     * Whether a token has this one spelling only, so that {@code token-pattern} can tell whose it is. A signed token has
     * many: revoked and then spelled past the pattern, it must not pass as another issuer's.
     */
    boolean isSpelledOneWay(String token);

    /**
     * Stores the revocation of all tokens in the calling thread.
     *
     * @return completes when no node accepts any of them any more; exceptionally, with a
     *     {@link org.tokenrevocation.RevocationUnavailableException}, if this is closed meanwhile
     * @throws org.tokenrevocation.RevocationUnavailableException if Redis did not confirm
     */
    default CompletionStage<Void> revoke(Collection<String> tokens) {
        return revoke(tokens, token -> { });
    }

    /**
     * Stores the revocation of all tokens in the calling thread.
     *
     * @param newlyDead is told, in the calling thread and once Redis has confirmed, each token that this call ended:
     *     that had an entry, or that verified and was not known to be revoked; as good as this node can tell
     * @return completes when no node accepts any of them any more; never fails
     * @throws org.tokenrevocation.RevocationUnavailableException if Redis did not confirm
     */
    CompletionStage<Void> revoke(Collection<String> tokens, Consumer<String> newlyDead);

    /** What this engine says of itself. */
    EngineHealth health();

    @Override
    void close();
}
