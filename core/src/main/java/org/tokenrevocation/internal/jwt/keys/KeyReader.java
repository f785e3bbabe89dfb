package org.tokenrevocation.internal.jwt.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.tokenrevocation.internal.identity.Base64Url;

/** Bytes to keys. No message shows any of the bytes. */
public final class KeyReader {
    private static final Pattern PEM = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");
    private static final List<String> PUBLIC_TYPES = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");
    private static final List<String> PRIVATE_TYPES = List.of("RSA", "EC");

    /** How a SubjectPublicKeyInfo of RFC 8410 begins, by JWK curve; the raw key follows. */
    private static final Map<String, String> EDWARDS_PREFIXES =
            Map.of("Ed25519", "302a300506032b6570032100", "Ed448", "3043300506032b6571033a00");

    /** Nothing but the key: what else a JWK says (use, alg, x5u, exp) neither decides nor spoils anything here. */
    private static final Set<String> MATERIAL =
            Set.of("kty", "crv", "x", "y", "n", "e", "d", "p", "q", "dp", "dq", "qi", "k");

    private KeyReader() {}

    /** A JWK set (RFC 7517 section 5). One key that cannot be used spoils no other. */
    public static List<JoseKey> jwks(byte[] body) throws KeysUnavailableException {
        List<JoseKey> keys = new ArrayList<>();
        try {
            Map<String, Object> set = JSONObjectUtils.parse(new String(body, StandardCharsets.UTF_8));
            Map<String, Object>[] members = set == null ? null : JSONObjectUtils.getJSONObjectArray(set, "keys");
            if (members == null) {
                throw new KeysUnavailableException("no member \"keys\"");
            }
            if (members.length > KeyRing.MAX_KEYS) {
                throw new KeysUnavailableException("more than " + KeyRing.MAX_KEYS + " keys");
            }
            for (Map<String, Object> member : members) {
                addJwk(member, keys);
            }
        } catch (ParseException e) {
            throw new KeysUnavailableException("not a JWK set");
        }
        return keys;
    }

    /** All keys and certificates of a PEM file (RFC 7468). */
    public static List<JoseKey> pem(byte[] file) throws KeysUnavailableException {
        List<JoseKey> keys = new ArrayList<>();
        Matcher blocks = PEM.matcher(new String(file, StandardCharsets.ISO_8859_1));
        while (blocks.find()) {
            keys.add(new JoseKey(null, pemKey(blocks.group(1), der(blocks.group(2)))));
        }
        if (keys.isEmpty()) {
            throw new KeysUnavailableException("no PEM block of a key or certificate");
        }
        return keys;
    }

    /** A secret in base64 or base64url, blanks around it ignored. */
    public static List<JoseKey> secret(byte[] text) throws KeysUnavailableException {
        String plain = new String(text, StandardCharsets.ISO_8859_1).strip()
                .replace('+', '-').replace('/', '_').replaceAll("={1,2}$", "");
        if (plain.isEmpty() || plain.length() % 4 == 1 || !plain.chars().allMatch(Base64Url::isAlphabet)) {
            throw new KeysUnavailableException("not a base64url text");
        }
        return List.of(new JoseKey(null, secretKey(Base64.getUrlDecoder().decode(plain))));
    }

    private static byte[] der(String base64) throws KeysUnavailableException {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new KeysUnavailableException("a PEM block that is not base64", e);
        }
    }

    private static void addJwk(Map<String, Object> member, List<JoseKey> keys) {
        String kid = member.get("kid") instanceof String id ? id : null;
        try {
            Map<String, Object> material = new HashMap<>(member);
            material.keySet().retainAll(MATERIAL);
            JWK jwk = JWK.parse(material);
            if (jwk instanceof OctetSequenceKey oct) {
                keys.add(new JoseKey(kid, secretKey(oct.toByteArray())));
            } else if (jwk instanceof OctetKeyPair pair) {
                keys.add(new JoseKey(kid, edwardsKey(pair)));
            } else if (jwk instanceof AsymmetricJWK pair) {
                keys.add(new JoseKey(kid, pair.toPublicKey()));
                PrivateKey decrypting = pair.toPrivateKey();
                if (decrypting != null) {
                    keys.add(new JoseKey(kid, decrypting));
                }
            }
        } catch (ParseException | JOSEException | GeneralSecurityException | IllegalArgumentException e) {
            keys.add(certified(member).map(key -> new JoseKey(kid, key))
                    .orElseGet(() -> new JoseKey(kid, null, type(member))));
        }
    }

    /** The key in the first certificate of {@code x5c} (RFC 7517 section 4.7), for sets that give nothing else. */
    private static Optional<PublicKey> certified(Map<String, Object> member) {
        try {
            return member.get("x5c") instanceof List<?> chain && !chain.isEmpty() && chain.get(0) instanceof String first
                    ? Optional.of(certified(der(first))) : Optional.empty();
        } catch (KeysUnavailableException e) {
            // Then it stays a key that cannot be read, and tokens that may be of it are told so.
            return Optional.empty();
        }
    }

    /** What a key that cannot be read may verify: {@code kty}, or a type of its own for curves that only agree on keys. */
    private static String type(Map<String, Object> member) {
        boolean isAgreement = member.get("crv") instanceof String curve && curve.startsWith("X");
        return isAgreement ? "agreement" : member.get("kty") instanceof String type ? type : null;
    }

    private static Key edwardsKey(OctetKeyPair pair) throws GeneralSecurityException {
        String prefix = EDWARDS_PREFIXES.get(pair.getCurve().getName());
        if (prefix == null) {
            throw new GeneralSecurityException("not a curve that signs");
        }
        byte[] encoded = HexFormat.of().parseHex(prefix + HexFormat.of().formatHex(pair.getX().decode()));
        return KeyFactory.getInstance("EdDSA").generatePublic(new X509EncodedKeySpec(encoded));
    }

    private static Key pemKey(String label, byte[] der) throws KeysUnavailableException {
        return switch (label) {
            case "PUBLIC KEY" -> publicKey(der);
            case "PRIVATE KEY" -> privateKey(der);
            case "CERTIFICATE" -> certified(der);
            default -> throw new KeysUnavailableException("a PEM block [" + label + "]; convert it to PUBLIC KEY"
                    + " (openssl pkey -pubout) or, to open JWEs, to an unencrypted PRIVATE KEY (openssl pkcs8 -topk8"
                    + " -nocrypt)");
        };
    }

    private static PublicKey publicKey(byte[] der) throws KeysUnavailableException {
        for (String type : PUBLIC_TYPES) {
            try {
                return KeyFactory.getInstance(type).generatePublic(new X509EncodedKeySpec(der));
            } catch (GeneralSecurityException e) {
                // Of another type, then; after the last one comes the error below.
                continue;
            }
        }
        throw new KeysUnavailableException("a PUBLIC KEY that is none of " + PUBLIC_TYPES);
    }

    private static PrivateKey privateKey(byte[] der) throws KeysUnavailableException {
        for (String type : PRIVATE_TYPES) {
            try {
                return KeyFactory.getInstance(type).generatePrivate(new PKCS8EncodedKeySpec(der));
            } catch (GeneralSecurityException e) {
                // Of another type, then; after the last one comes the error below.
                continue;
            }
        }
        throw new KeysUnavailableException("a PRIVATE KEY that is none of " + PRIVATE_TYPES);
    }

    private static PublicKey certified(byte[] der) throws KeysUnavailableException {
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(der)).getPublicKey();
        } catch (GeneralSecurityException e) {
            throw new KeysUnavailableException("a CERTIFICATE that cannot be read", e);
        }
    }

    private static SecretKey secretKey(byte[] bytes) {
        return new SecretKeySpec(bytes, "secret");
    }
}
