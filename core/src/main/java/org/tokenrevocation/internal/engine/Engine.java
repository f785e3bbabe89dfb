package org.tokenrevocation.internal.engine;

import java.util.Collection;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.tokenrevocation.Cutoff;
import org.tokenrevocation.Verdict;
import org.tokenrevocation.internal.EngineHealth;
import org.tokenrevocation.internal.cutoff.LogoutReading;
import org.tokenrevocation.internal.identity.TokenDigest;
import org.tokenrevocation.internal.memo.Sighting;

/** What answers behind the API, one per {@link org.tokenrevocation.Mode}. Thread-safe. */
public interface Engine extends AutoCloseable {
    /** How many tokens one call may revoke: what Redis writes in a few milliseconds, in which it serves nobody else. */
    int MAX_TOKENS = 500;

    /**
     * What memory calls a token that is within the grammar; the same for the same string, unless keys change that open it.
     *
     * @param ascii the token's bytes
     * @return null if it is malformed
     * @throws org.tokenrevocation.RevocationUnavailableException if nobody can tell now, within {@code redis-timeout}
     */
    TokenDigest identify(String token, byte[] ascii);

    /**
     * Judges a token that is ours.
     *
     * @param sighting with the digest that {@link #identify} made of it; takes note of what memory finds
     * @return {@link Verdict#LIVE}, {@link Verdict#REVOKED} or {@link Verdict#UNDECIDED}, within {@code redis-timeout}
     */
    Verdict verdict(Sighting sighting);

    /**
     * Whether memory would still find what it found about a token; no says nothing.
     *
     * @param seen see {@link org.tokenrevocation.internal.memo.MemoEntry}
     */
    boolean isKnownLive(byte[] seen);

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
     * @param tokens {@link #MAX_TOKENS} at the most
     * @param newlyDead is told, in the calling thread and once Redis has confirmed, each token that this call ended:
     *     that had an entry, or that verified and was not known to be revoked; as good as this node can tell
     * @return completes when no node accepts any of them any more; never fails
     * @throws org.tokenrevocation.RevocationUnavailableException if Redis did not confirm
     */
    CompletionStage<Void> revoke(Collection<String> tokens, Consumer<String> newlyDead);

    /**
     * Stores a cut-off in the calling thread.
     *
     * @param ended is told, in the calling thread and once Redis has confirmed, how many tokens this call ended, as far as
     *     the mode knows them one by one
     * @return completes when no node accepts any token that it refuses; exceptionally as {@link #revoke(Collection)}
     * @throws IllegalArgumentException if its moment lies in the future
     * @throws org.tokenrevocation.RevocationUnavailableException if Redis did not confirm
     * @throws UnsupportedOperationException if the mode cannot tell which tokens these are
     */
    CompletionStage<Void> cutOff(Cutoff cutoff, IntConsumer ended);

    /** Reads a logout token. */
    default LogoutReading readLogout(String token) {
        return new LogoutReading.Unavailable("this node takes no logout tokens");
    }

    /**
     * Stores what a logout token asks for as {@link #cutOff} does, and that it has been used.
     *
     * @throws IllegalArgumentException if it was used before
     */
    default CompletionStage<Void> logOut(LogoutReading.Valid logout) {
        throw new UnsupportedOperationException();
    }

    /** What this engine says of itself. */
    EngineHealth health();

    @Override
    void close();
}
