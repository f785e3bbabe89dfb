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
 *   <li>Anything else (opaque, PASETO, macaroon): the exact bytes.
 * </ul>
 *
 * <p>Malformed are:
 *
 * <ul>
 *   <li>a first segment that only a forgiving decoder takes for a JOSE header ({@code =}, {@code +/}, unused bits set,
 *       junk between or before, a torn object): as an opaque token it would have a digest of its own;
 *   <li>a JWS whose payload is missing, or not canonical base64url: spring-security-jwt verifies what it has decoded and
 *       spelled anew. An empty payload (detached, RFC 7515 appendix F) is no JWT, and all such tokens would be one;
 *   <li>a JWE without four dots, without an IV, or with a foreign character in IV or ciphertext;
 *   <li>a PASETO ({@code v4.public.…}) with anything but canonical base64url, since {@code java.util.Base64} forgives
 *       unused bits and padding;
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

    private final JoseHeaderReader reader;
    private final HeaderCache headers = new HeaderCache();

    /** Identities by what this reader finds in headers. */
    public TokenIdentity(JoseHeaderReader reader) {
        this.reader = reader;
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
        int dot = token.indexOf('.');
        return switch (kind(token, bytes, dot)) {
            case SIGNED -> signed(token, bytes, dot);
            case ENCRYPTED -> encrypted(token, bytes, dot);
            case NONE -> Paseto.isRespelled(token, bytes) ? null : hash(EXACT_DOMAIN, bytes, bytes.length);
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
        return bytes == null ? JoseHeader.TORN : kind(token, bytes, token.indexOf('.'));
    }

    /** The token's bytes, or null if it is empty or not ASCII: other characters take more than one byte each. */
    private static byte[] bytes(String token) {
        byte[] bytes = token.getBytes(StandardCharsets.UTF_8);
        return bytes.length == token.length() && bytes.length > 0 ? bytes : null;
    }

    private JoseHeader kind(String token, byte[] bytes, int dot) {
        int start = 0;
        while (start < bytes.length && !Base64Url.isSignificant(bytes[start])) {
            start++;
        }
        if (start == bytes.length || !mayOpenJson(bytes[start])) {
            return JoseHeader.NONE;
        }
        if (start > 0) {
            int next = token.indexOf('.', start);
            return forgiven(bytes, start, next < 0 ? bytes.length : next);
        }
        int end = dot < 0 ? bytes.length : dot;
        JoseHeader known = headers.find(bytes, end);
        return known != null ? known : read(bytes, end);
    }

    /** Whether the decoded text can begin with a brace or with JSON's white space; spares nearly all opaque tokens. */
    private static boolean mayOpenJson(byte first) {
        return first == 'e' || first == 'I' || first == 'C' || first == 'D';
    }

    private JoseHeader read(byte[] bytes, int end) {
        if (!Base64Url.isCanonical(bytes, 0, end)) {
            return forgiven(bytes, 0, end);
        }
        JoseHeader header = readDecoded(bytes, 0, end);
        if (header == JoseHeader.SIGNED || header == JoseHeader.ENCRYPTED) {
            headers.remember(bytes, end, header);
        }
        return header;
    }

    /** A spelling that is not canonical is malformed if any decoder could find a JOSE header in it. */
    private JoseHeader forgiven(byte[] bytes, int from, int to) {
        return readDecoded(bytes, from, to) == JoseHeader.NONE ? JoseHeader.NONE : JoseHeader.TORN;
    }

    private JoseHeader readDecoded(byte[] bytes, int from, int to) {
        byte[] json = Base64Url.decode(bytes, from, to);
        int brace = skipWhiteSpace(json, 0);
        int quote = skipWhiteSpace(json, brace + 1);
        boolean opensObject = quote < json.length && json[brace] == '{' && json[quote] == '"';
        return opensObject ? reader.read(json) : JoseHeader.NONE;
    }

    private static int skipWhiteSpace(byte[] json, int from) {
        int i = from;
        while (i < json.length && (json[i] == ' ' || json[i] == '\t' || json[i] == '\n' || json[i] == '\r')) {
            i++;
        }
        return i;
    }

    private static TokenDigest signed(String token, byte[] bytes, int dot) {
        if (dot < 0) {
            return null;
        }
        int second = token.indexOf('.', dot + 1);
        int end = second < 0 ? bytes.length : second;
        boolean isSpelledOneWay = end > dot + 1 && Base64Url.isCanonical(bytes, dot + 1, end);
        return isSpelledOneWay ? hash(SIGNED_DOMAIN, bytes, end) : null;
    }

    private static TokenDigest encrypted(String token, byte[] bytes, int dot) {
        int keyEnd = next(token, dot);
        int ivEnd = next(token, keyEnd);
        int ciphertextEnd = next(token, ivEnd);
        if (ciphertextEnd < 0
                || !Base64Url.isAlphabet(bytes, keyEnd + 1, ivEnd)
                || !Base64Url.isAlphabet(bytes, ivEnd + 1, ciphertextEnd)) {
            return null;
        }
        byte[] iv = Base64Url.decode(bytes, keyEnd + 1, ivEnd);
        if (iv.length == 0) {
            return null;
        }
        MessageDigest sha256 = Sha256.instance();
        sha256.update(ENCRYPTED_DOMAIN);
        sha256.update(bytes, 0, dot + 1);
        sha256.update((byte) (iv.length >> 8));
        sha256.update((byte) iv.length);
        sha256.update(iv);
        sha256.update(Base64Url.decode(bytes, ivEnd + 1, ciphertextEnd));
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
