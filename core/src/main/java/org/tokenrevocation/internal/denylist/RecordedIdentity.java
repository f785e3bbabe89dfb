package org.tokenrevocation.internal.denylist;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import org.tokenrevocation.RevocationUnavailableException;
import org.tokenrevocation.internal.cutoff.TokenClaims;
import org.tokenrevocation.internal.identity.Base64Url;
import org.tokenrevocation.internal.identity.JoseHeader;
import org.tokenrevocation.internal.identity.Sha256;
import org.tokenrevocation.internal.identity.TokenDigest;
import org.tokenrevocation.internal.identity.TokenIdentity;
import org.tokenrevocation.internal.jwt.TokenOpener;

/**
 * What the set calls a token. Hosts take a signed token bare or sealed in a JWE, and anybody can seal one with the host's
 * public key, as often as he likes. So an encrypted token that our keys open has the identity of the signed token inside; only
 * one that they do not open, or that holds no token, has its own. Thread-safe.
 *
 * <p>An encrypted token is opened when it is first seen; what was found is remembered under its exact characters, in a cache
 * of bounded size. Not under its identity: encrypted key and tag are no part of that, and whoever chooses them can have one
 * ciphertext opened to one text first and to another afterwards. What the keys opened is true for good. That they did not is
 * true until they change.
 */
public final class RecordedIdentity {
    private final TokenIdentity identity;
    private final TokenOpener opener;
    private final int cacheSize;
    /** Made for the first encrypted token, so that others need not load the library; null until then. */
    private volatile Cache<TokenDigest, Inside> opened;

    /**
     * What was found in a token.
     *
     * @param digest the identity; null for malformed
     * @param claims see {@link TokenClaims}; they are read here, because opening the token again would cost far more
     * @param isForGood whether no other keys can change what was found
     * @param keysVersion of the keys that did not open it
     */
    private record Inside(TokenDigest digest, byte[] claims, boolean isForGood, long keysVersion) {
        static Inside forGood(TokenDigest digest, byte[] claims) {
            return new Inside(digest, claims, true, TokenOpener.UNKNOWN);
        }

        static Inside closed(TokenDigest digest, long keysVersion) {
            return new Inside(digest, TokenClaims.none(), false, keysVersion);
        }
    }

    /**
     * Opens nothing yet.
     *
     * @param cacheSize how many encrypted tokens are remembered
     */
    public RecordedIdentity(TokenIdentity identity, TokenOpener opener, int cacheSize) {
        this.identity = identity;
        this.opener = opener;
        this.cacheSize = cacheSize;
    }

    /** Whether a token has one spelling only: neither a signed nor an encrypted one has. */
    boolean isSpelledOneWay(String token) {
        return identity.header(token) == JoseHeader.NONE;
    }

    /** The identity of the token itself, whatever is inside; null if it is malformed. */
    TokenDigest asSpelled(String token) {
        return identity.digest(token);
    }

    /** As {@link #digest(String, byte[])}, of a token of the grammar. */
    TokenDigest digest(String token) {
        return digest(token, token.getBytes(StandardCharsets.ISO_8859_1));
    }

    /**
     * The identity of the token, or of the one inside.
     *
     * @param ascii the token's bytes
     * @return null if it is malformed
     * @throws RevocationUnavailableException if it cannot be told now whether our keys open it
     */
    TokenDigest digest(String token, byte[] ascii) {
        JoseHeader header = identity.header(token, ascii);
        TokenDigest outer = identity.digest(header, token, ascii);
        return header == JoseHeader.ENCRYPTED && outer != null ? inside(token, ascii, outer).digest : outer;
    }

    /**
     * What cut-offs look at: the claims of a signed token, or of an encrypted one that our keys open.
     *
     * @param token well-formed
     * @throws RevocationUnavailableException if it cannot be told now whether our keys open it
     */
    byte[] claims(String token) {
        byte[] ascii = token.getBytes(StandardCharsets.ISO_8859_1);
        JoseHeader header = identity.header(token, ascii);
        if (header == JoseHeader.SIGNED) {
            return claimsOfSigned(token, ascii);
        }
        TokenDigest outer = header == JoseHeader.ENCRYPTED ? identity.digest(header, token, ascii) : null;
        return outer == null ? TokenClaims.none() : inside(token, ascii, outer).claims;
    }

    private static byte[] claimsOfSigned(String token, byte[] ascii) {
        int first = token.indexOf('.');
        int second = token.indexOf('.', first + 1);
        return TokenClaims.of(Base64Url.decode(ascii, first + 1, second < 0 ? ascii.length : second));
    }

    private Inside inside(String token, byte[] ascii, TokenDigest outer) {
        TokenDigest exact = TokenDigest.startOf(Sha256.digest(ascii));
        Cache<TokenDigest, Inside> cache = cache();
        Inside known = cache.getIfPresent(exact);
        if (known == null || !isStillTrue(known)) {
            known = open(token, outer);
            cache.put(exact, known);
        }
        return known;
    }

    private boolean isStillTrue(Inside known) {
        return known.isForGood
                || known.keysVersion != TokenOpener.UNKNOWN && known.keysVersion == opener.keysVersion();
    }

    private Inside open(String token, TokenDigest outer) {
        // The order is the proof: version, keys.
        long keysVersion = opener.keysVersion();
        String layer = token;
        TokenDigest digest = outer;
        for (int seals = 1; seals <= TokenOpener.MOST_SEALS; seals++) {
            TokenOpener.Opening opening = opener.open(layer);
            if (opening instanceof TokenOpener.Opening.Unavailable unavailable) {
                throw new RevocationUnavailableException("An encrypted token cannot be judged: " + unavailable.why());
            }
            if (!(opening instanceof TokenOpener.Opening.Opened found)) {
                return Inside.closed(digest, keysVersion);
            }
            // One character for each byte, as identity reads it. Libraries trim what is inside.
            String content = new String(found.content(), StandardCharsets.ISO_8859_1).trim();
            byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);
            JoseHeader header = identity.header(content, bytes);
            if (header == JoseHeader.NONE) {
                return Inside.forGood(digest, TokenClaims.of(bytes));
            }
            digest = identity.digest(header, content, bytes);
            if (header != JoseHeader.ENCRYPTED || digest == null) {
                return Inside.forGood(digest,
                        digest == null || header != JoseHeader.SIGNED ? TokenClaims.none() : claimsOfSigned(content, bytes));
            }
            layer = content;
        }
        return Inside.forGood(null, TokenClaims.none());
    }

    private Cache<TokenDigest, Inside> cache() {
        if (opened == null) {
            synchronized (this) {
                if (opened == null) {
                    opened = Caffeine.newBuilder().maximumSize(cacheSize).executor(Runnable::run).build();
                }
            }
        }
        return opened;
    }
}
