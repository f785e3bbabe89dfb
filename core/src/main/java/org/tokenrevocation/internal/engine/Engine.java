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

/** Judges and revokes tokens; one implementation for each {@link org.tokenrevocation.Mode}. Thread-safe. */
public interface Engine extends AutoCloseable {
    /** The most tokens of one call: what Redis writes in a few milliseconds, in which it serves nobody else. */
    int MAX_TOKENS = 500;

    /**
     * The digest of a token that is within the grammar. A string keeps its digest until keys that open it change.
     *
     * @param ascii the token's bytes
     * @return null if it is malformed
     * @throws org.tokenrevocation.RevocationUnavailableException if nobody can tell now, within {@code redis-timeout}
     */
    TokenDigest identify(String token, byte[] ascii);

    /** Whether a token within the grammar is no malformed one by itself; an encrypted one is not opened for that. */
    boolean isWellFormed(String token);

    /**
     * Judges a token that is ours.
     *
     * @param sighting with the digest that {@link #identify} made of it; takes note of what memory finds
     * @return {@link Verdict#LIVE}, {@link Verdict#REVOKED} or {@link Verdict#UNDECIDED}, within {@code redis-timeout}
     */
    Verdict verdict(Sighting sighting);

    /**
     * True if the remembered LIVE answer is still valid. False: look it up.
     *
     * @param seen what {@link org.tokenrevocation.internal.memo.MemoEntry} holds of it
     */
    boolean isKnownLive(byte[] seen);

    /**
     * True if a token has one spelling only, so that {@code token-pattern} can tell who issued it. A signed token has many
     * spellings: a revoked one that is spelled past the pattern must not pass as a token of another issuer.
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
     * @return completes when no node accepts any of them any more; exceptionally as {@link #revoke(Collection)}
     * @throws IllegalArgumentException if a token is well-formed, but what is inside is malformed; nothing is stored then
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

    /** The engine's part of {@link org.tokenrevocation.Health}. */
    EngineHealth health();

    @Override
    void close();
}
