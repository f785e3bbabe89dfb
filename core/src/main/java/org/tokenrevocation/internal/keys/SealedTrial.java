package org.tokenrevocation.internal.keys;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.crypto.SecretKey;

/**
 * An encrypted token (RFC 7516) against a set of keys. The library decrypts. Of the header it sees only what the
 * algorithms need, and the encrypted key as the algorithm demands it: libraries forgive bytes where none belong, and
 * leading zeros left out.
 */
final class SealedTrial {
    private static final Set<String> HEADER = Set.of("alg", "enc", "epk", "apu", "apv", "zip", "iv", "tag");
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

    SealedTrial(JoseToken token) {
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

    /** What is inside, if a key opens it. */
    Optional<byte[]> open(List<JoseKey> keys) {
        return parts.size() < 4 ? Optional.empty()
                : keys.stream().filter(this::fits).flatMap(key -> openedBy(key.key()).stream()).findFirst();
    }

    /** Whether a key is there that may open it in a way that we do not know. */
    boolean isUntold(List<JoseKey> keys) {
        boolean isKnownWay = isProofOfOrigin() || RSA_ALGORITHMS.contains(algorithm)
                || EC_ALGORITHMS.contains(algorithm);
        return isKnownWay
                ? !hasKnownContentAlgorithm() && keys.stream().anyMatch(this::fits)
                : keys.stream().anyMatch(key -> key.key() instanceof PrivateKey || key.key() instanceof SecretKey);
    }

    private boolean fits(JoseKey key) {
        return isProofOfOrigin() && key.key() instanceof SecretKey
                || RSA_ALGORITHMS.contains(algorithm) && key.key() instanceof RSAPrivateKey
                || EC_ALGORITHMS.contains(algorithm) && key.key() instanceof ECPrivateKey;
    }

    private boolean hasKnownContentAlgorithm() {
        return CONTENT_ALGORITHMS.contains(token.header().text("enc"));
    }

    private Optional<byte[]> openedBy(Key key) {
        return hasKnownContentAlgorithm()
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
