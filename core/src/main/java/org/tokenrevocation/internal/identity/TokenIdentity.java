package org.tokenrevocation.internal.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * Which spellings are one token. JWT libraries accept many spellings of one signed token, so a denylist of spellings is
 * walked past by changing one. The digest therefore covers only what no library forgives, and where libraries differ
 * the spelling is malformed. The first segment decides, never the number of segments:
 *
 * <ul>
 *   <li>A JOSE header (canonical base64url of a JSON object with a string {@code alg}) without {@code enc}: JWS, SD-JWT.
 *       The bytes before the second dot, that is, what was signed (RFC 7515 section 5.1). The signature can be
 *       re-spelled by anybody and counts for nothing, nor does whatever follows. A missing second dot changes nothing.
 *   <li>A JOSE header with {@code enc}: JWE. The header, and what IV and ciphertext <em>decode to</em>: the header is
 *       authenticated as spelled, those two as bytes (RFC 7516 section 5.2). Encrypted key and tag are left out; some
 *       libraries forgive changes in them. The IV's length separates it from the ciphertext.
 *   <li>A PASETO ({@code v4.public.…}): see {@link Paseto}.
 *   <li>Anything else (opaque, macaroon): the exact bytes.
 * </ul>
 *
 * <p>Segments are taken without base64's padding, where that is the right one: some issuers write and sign it, some
 * libraries skip it.
 *
 * <p>Malformed are:
 *
 * <ul>
 *   <li>a first segment that only a forgiving decoder takes for a JOSE header (a wrong number of {@code =}, {@code +/},
 *       unused bits set, junk between or before, a torn object): as an opaque token it would have a digest of its own;
 *   <li>a JWS whose payload is missing, or not canonical base64url: spring-security-jwt verifies what it has decoded and
 *       spelled anew. An empty payload (detached, RFC 7515 appendix F) is no JWT, and all such tokens would be one;
 *   <li>a JWE without four dots, without an IV, or with a foreign character in IV or ciphertext;
 *   <li>a PASETO with characters that some decoders skip and others stop at;
 *   <li>what is not ASCII.
 * </ul>
 *
 * <p>Each kind has a domain of its own, one byte in front of what is hashed (a longer one would cost short tokens a
 * second block), so a token of one kind never equals one of another. Thread-safe, lock-free.
 */
public final class TokenIdentity {
    private static final byte[] SIGNED_DOMAIN = {1};
    private static final byte[] ENCRYPTED_DOMAIN = {2};
    private static final byte[] EXACT_DOMAIN = {3};

    private final JoseHeaders headers;

    /** Identities by what this reader finds in headers. */
    public TokenIdentity(JoseHeaderReader reader) {
        headers = new JoseHeaders(reader);
    }

    /**
     * The digest that all accepted spellings of a token share.
     *
     * @param token a token of the grammar
     * @return the digest, or null if the token is malformed
     */
    public TokenDigest digest(String token) {
        byte[] bytes = bytes(token);
        return bytes == null ? null : digest(token, bytes);
    }

    /** The same for a token of the grammar whose bytes are at hand. */
    public TokenDigest digest(String token, byte[] bytes) {
        return digest(header(token, bytes), token, bytes);
    }

    /**
     * The same for a token of which {@link #header(String, byte[])} is known.
     *
     * @param bytes the token's, one for each character
     */
    public TokenDigest digest(JoseHeader header, String token, byte[] bytes) {
        return switch (header) {
            case SIGNED -> signed(token, bytes);
            case ENCRYPTED -> encrypted(token, bytes);
            case NONE -> Paseto.is(token) ? Paseto.digest(token, bytes) : hash(EXACT_DOMAIN, bytes, bytes.length);
            case TORN -> null;
        };
    }

    /**
     * What kind of header the token has: whoever records a revocation must verify {@link JoseHeader#SIGNED} and
     * {@link JoseHeader#ENCRYPTED}.
     *
     * @param token a token of the grammar
     * @return {@link JoseHeader#TORN} if the header makes the token malformed; other parts are not looked at
     */
    public JoseHeader header(String token) {
        byte[] bytes = bytes(token);
        return bytes == null ? JoseHeader.TORN : header(token, bytes);
    }

    /** The same for a token whose bytes are at hand. */
    public JoseHeader header(String token, byte[] bytes) {
        return headers.kind(token, bytes, token.indexOf('.'));
    }

    /** The token's bytes, or null if it is empty or not ASCII: other characters take more than one byte each. */
    private static byte[] bytes(String token) {
        byte[] bytes = token.getBytes(StandardCharsets.UTF_8);
        return bytes.length == token.length() && bytes.length > 0 ? bytes : null;
    }

    private static TokenDigest signed(String token, byte[] bytes) {
        int dot = token.indexOf('.');
        if (dot < 0) {
            return null;
        }
        int second = token.indexOf('.', dot + 1);
        int end = Base64Url.contentEnd(bytes, dot + 1, second < 0 ? bytes.length : second);
        if (end == dot + 1 || !Base64Url.isCanonical(bytes, dot + 1, end)) {
            return null;
        }
        int headerEnd = JoseHeaders.contentEnd(bytes, dot);
        if (headerEnd == dot) {
            return hash(SIGNED_DOMAIN, bytes, end);
        }
        MessageDigest sha256 = Sha256.instance();
        sha256.update(SIGNED_DOMAIN);
        sha256.update(bytes, 0, headerEnd);
        sha256.update(bytes, dot, end - dot);
        return TokenDigest.startOf(sha256.digest());
    }

    private static TokenDigest encrypted(String token, byte[] bytes) {
        int dot = token.indexOf('.');
        int keyEnd = next(token, dot);
        int ivEnd = next(token, keyEnd);
        int ciphertextEnd = next(token, ivEnd);
        if (ciphertextEnd < 0) {
            return null;
        }
        int ivContentEnd = Base64Url.contentEnd(bytes, keyEnd + 1, ivEnd);
        int contentEnd = Base64Url.contentEnd(bytes, ivEnd + 1, ciphertextEnd);
        if (!Base64Url.isAlphabet(bytes, keyEnd + 1, ivContentEnd)
                || !Base64Url.isAlphabet(bytes, ivEnd + 1, contentEnd)) {
            return null;
        }
        byte[] iv = Base64Url.decode(bytes, keyEnd + 1, ivContentEnd);
        if (iv.length == 0) {
            return null;
        }
        MessageDigest sha256 = Sha256.instance();
        sha256.update(ENCRYPTED_DOMAIN);
        sha256.update(bytes, 0, JoseHeaders.contentEnd(bytes, dot));
        sha256.update((byte) '.');
        sha256.update((byte) (iv.length >> 8));
        sha256.update((byte) iv.length);
        sha256.update(iv);
        sha256.update(Base64Url.decode(bytes, ivEnd + 1, contentEnd));
        return TokenDigest.startOf(sha256.digest());
    }

    /** The dot after this one, or −1 if either is missing. */
    private static int next(String token, int dot) {
        return dot < 0 ? -1 : token.indexOf('.', dot + 1);
    }

    private static TokenDigest hash(byte[] domain, byte[] bytes, int length) {
        MessageDigest sha256 = Sha256.instance();
        sha256.update(domain);
        sha256.update(bytes, 0, length);
        return TokenDigest.startOf(sha256.digest());
    }
}
