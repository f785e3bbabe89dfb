package org.tokenrevocation.internal.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.crypto.AESDecrypter;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.crypto.RSADecrypter;
import com.nimbusds.jose.util.Base64URL;
import java.security.Key;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.text.ParseException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import javax.crypto.SecretKey;
import org.tokenrevocation.internal.jwt.keys.JoseKey;
import org.tokenrevocation.internal.jwt.keys.KeysUnavailableException;

/**
 * An encrypted token (RFC 7516) against sets of keys, for one call. The library decrypts. Of the header it sees only what
 * the algorithms need, and the encrypted key as the algorithm demands it: libraries forgive bytes where none belong, and
 * leading zeros left out. Whoever seals writes the {@code kid}, so it only tells which key to try first; no key is tried
 * twice. What is inside is inflated here, against a bound. One thread at a time.
 */
final class Decryption {
    /** The most that the inside of a compressed token may have; a token has at most 16 KiB. */
    static final int MAX_INFLATED_BYTES = 64 * 1024;

    /** Why a compressed token is not opened. */
    static final String BARRED = "a compressed token (zip), which only an entry with ;zip=true opens";

    private static final Set<String> HEADER = Set.of("alg", "enc", "epk", "apu", "apv", "iv", "tag");
    private static final Set<String> NO_CRITICAL_MEMBERS = Set.of();
    private static final Set<String> CONTENT_ALGORITHMS =
            Set.of("A128CBC-HS256", "A192CBC-HS384", "A256CBC-HS512", "A128GCM", "A192GCM", "A256GCM");
    private static final Set<String> AES_ALGORITHMS =
            Set.of("A128KW", "A192KW", "A256KW", "A128GCMKW", "A192GCMKW", "A256GCMKW");
    private static final Set<String> RSA_ALGORITHMS =
            Set.of("RSA1_5", "RSA-OAEP", "RSA-OAEP-256", "RSA-OAEP-384", "RSA-OAEP-512");
    private static final Set<String> EC_ALGORITHMS =
            Set.of("ECDH-ES", "ECDH-ES+A128KW", "ECDH-ES+A192KW", "ECDH-ES+A256KW");

    private final JoseToken token;
    private final String algorithm;
    private final List<byte[]> parts;
    private final Set<Key> wrong = new HashSet<>();

    Decryption(JoseToken token) {
        this.token = token;
        algorithm = token.algorithm();
        parts = token.sealedParts();
    }

    /** Whether an {@code alg}, in upper case, is one of those. */
    static boolean knows(String upper) {
        return Stream.of(Set.of("dir"), AES_ALGORITHMS, RSA_ALGORITHMS, EC_ALGORITHMS).flatMap(Set::stream)
                .anyMatch(known -> known.equalsIgnoreCase(upper));
    }

    /** Whether whoever sealed it knew a shared secret; if not, everybody could have, with a public key. */
    boolean isProofOfOrigin() {
        return algorithm.equals("dir") || AES_ALGORITHMS.contains(algorithm);
    }

    /** Whether no key can open it: parts are missing. */
    boolean isHopeless() {
        return parts.size() < 4;
    }

    /**
     * What is inside, if a key opens it.
     *
     * @throws KeysUnavailableException if a key opens it, but what is inside cannot be inflated
     */
    Optional<byte[]> open(List<JoseKey> keys) throws KeysUnavailableException {
        Optional<byte[]> inside = fitting(keys).stream().flatMap(key -> openedBy(key.key()).stream()).findFirst();
        return inside.isPresent() && isCompressed() ? Optional.of(inflated(inside.get())) : inside;
    }

    /** The keys that may open it, the one that it names first; none if it is no whole token or its content cannot be read. */
    List<JoseKey> fitting(List<JoseKey> keys) {
        return isHopeless() || !hasKnownContentAlgorithm() ? List.of()
                : keys.stream().filter(this::fits).sorted(Comparator.comparing(this::isUnnamed)).toList();
    }

    /** Whether a key of an entry may open it, but it is compressed and the entry does not ask for such. */
    boolean isBarred(KeyEntry entry, List<JoseKey> keys) {
        return isCompressed() && !entry.options().isZipTaken() && !fitting(keys).isEmpty();
    }

    private boolean isUnnamed(JoseKey key) {
        return token.kid() == null || !token.kid().equals(key.kid());
    }

    private boolean isCompressed() {
        return token.header().text("zip") != null;
    }

    /** Whether a key that fits is there, so that a token that it does not open is not sealed for it. */
    boolean isTellable(List<JoseKey> keys) {
        return keys.stream().anyMatch(this::fits);
    }

    /** Whether a key is there that may open it in a way that we do not know, or that cannot be read. */
    boolean isUntold(List<JoseKey> keys) {
        return isKnownWay()
                ? !hasKnownContentAlgorithm() && isTellable(keys) || keys.stream().anyMatch(this::mayFitUnread)
                : keys.stream().anyMatch(
                        key -> !key.isUsable() || key.key() instanceof PrivateKey || key.key() instanceof SecretKey);
    }

    private boolean isKnownWay() {
        return isProofOfOrigin() || RSA_ALGORITHMS.contains(algorithm) || EC_ALGORITHMS.contains(algorithm);
    }

    private boolean mayFitUnread(JoseKey key) {
        Set<String> types = isProofOfOrigin() ? Set.of("oct")
                : RSA_ALGORITHMS.contains(algorithm) ? Set.of("RSA") : Set.of("EC", "OKP", "agreement");
        return !key.isUsable() && (key.type() == null || types.contains(key.type()));
    }

    private boolean fits(JoseKey key) {
        return isProofOfOrigin() && key.key() instanceof SecretKey
                || RSA_ALGORITHMS.contains(algorithm) && key.key() instanceof RSAPrivateKey
                || EC_ALGORITHMS.contains(algorithm) && key.key() instanceof ECPrivateKey;
    }

    private boolean hasKnownContentAlgorithm() {
        return CONTENT_ALGORITHMS.contains(token.header().text("enc"));
    }

    /**
     * The inside as it was before it was compressed (RFC 7516 section 4.1.3).
     *
     * @throws KeysUnavailableException if it is compressed in another way, or larger than a token can be
     */
    private static byte[] inflated(byte[] inside) throws KeysUnavailableException {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(inside);
            byte[] plain = new byte[MAX_INFLATED_BYTES];
            int length = inflater.inflate(plain);
            if (!inflater.finished()) {
                throw new KeysUnavailableException(
                        "a compressed token whose inside exceeds " + MAX_INFLATED_BYTES + " bytes or is cut short");
            }
            return Arrays.copyOf(plain, length);
        } catch (DataFormatException e) {
            throw new KeysUnavailableException("a compressed token whose inside is not DEFLATE", e);
        } finally {
            inflater.end();
        }
    }

    private Optional<byte[]> openedBy(Key key) {
        return wrong.add(key)
                ? token.headerBytes().stream().flatMap(header -> openedBy(key, header).stream()).findFirst()
                : Optional.empty();
    }

    private Optional<byte[]> openedBy(Key key, byte[] aad) {
        try {
            Map<String, Object> needed = new HashMap<>(token.header().members());
            needed.keySet().retainAll(HEADER);
            JWEHeader header = JWEHeader.parse(needed);
            Base64URL iv = Base64URL.encode(parts.get(1));
            Base64URL content = Base64URL.encode(parts.get(2));
            Base64URL tag = Base64URL.encode(parts.get(3));
            Base64URL sealedKey = Base64URL.encode(parts.get(0));
            if (key instanceof SecretKey secret) {
                return Optional.of(algorithm.equals("dir")
                        ? new DirectDecrypter(secret).decrypt(header, null, iv, content, tag, aad)
                        : new AESDecrypter(secret).decrypt(header, sealedKey, iv, content, tag, aad));
            }
            if (key instanceof RSAPrivateKey rsa) {
                int size = (rsa.getModulus().bitLength() + 7) / 8;
                byte[] sized = SignatureSpelling.sized(parts.get(0), size).orElse(parts.get(0));
                return Optional.of(decrypterOfAnySize(rsa)
                        .decrypt(header, Base64URL.encode(sized), iv, content, tag, aad));
            }
            return Optional.of(new ECDHDecrypter((ECPrivateKey) key)
                    .decrypt(header, algorithm.equals("ECDH-ES") ? null : sealedKey, iv, content, tag, aad));
        } catch (JOSEException | ParseException | RuntimeException e) {
            // Not sealed for this key, or not sealed at all: junk, which says nothing worth a log line. Of junk library and
            // platform throw all sorts of unchecked exceptions.
            return Optional.empty();
        }
    }

    /** Keys that the library finds too short open too, because some hosts take them. Deprecated, but older releases have no other. */
    @SuppressWarnings("deprecation")
    private static RSADecrypter decrypterOfAnySize(RSAPrivateKey key) {
        return new RSADecrypter(key, NO_CRITICAL_MEMBERS, true);
    }
}
