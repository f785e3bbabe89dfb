package org.tokenrevocation.internal.keys;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A token with a JOSE header, in compact form (RFC 7515 section 7.1, RFC 7516 section 7.1) or an SD-JWT's. Immutable.
 *
 * <p>Only {@code alg}, {@code enc} and {@code kid} of the header are read. {@code jku}, {@code x5u}, {@code jwk} and
 * {@code x5c} are never followed. {@code crit} is not heeded: several libraries ignore it, so a token that they accept
 * must be revocable, and what the issuer signed remains signed.
 */
final class JoseToken {
    private final String text;
    private final Map<String, Object> header;
    private final int firstDot;
    private final int secondDot;
    private final Claims claims;

    private JoseToken(String text, Map<String, Object> header, int firstDot) {
        this.text = text;
        this.header = header;
        this.firstDot = firstDot;
        int dot = text.indexOf('.', firstDot + 1);
        secondDot = dot < 0 ? text.length() : dot;
        claims = Claims.read(isEncrypted() ? new byte[0] : LenientBase64.decode(text, firstDot + 1, secondDot));
    }

    /** The token, if its first segment is strict base64url of a JSON object with a string {@code alg}. */
    static Optional<JoseToken> parse(String text) {
        int dot = text.indexOf('.');
        if (dot < 2 || dot % 4 == 1 || !LenientBase64.isStrict(text.substring(0, dot))) {
            return Optional.empty();
        }
        try {
            byte[] json = Base64.getUrlDecoder().decode(text.substring(0, dot));
            Map<String, Object> header = JSONObjectUtils.parse(new String(json, StandardCharsets.UTF_8));
            return header != null && header.get("alg") instanceof String ? Optional.of(new JoseToken(text, header, dot))
                    : Optional.empty();
        } catch (ParseException e) {
            return Optional.empty();
        }
    }

    String algorithm() {
        return (String) header.get("alg");
    }

    /** The id of the key; null for none. */
    String kid() {
        return header.get("kid") instanceof String kid ? kid : null;
    }

    boolean isEncrypted() {
        return header.get("enc") instanceof String;
    }

    Map<String, Object> header() {
        return header;
    }

    /** What a JWS says; of a JWE nothing can be read. */
    Claims claims() {
        return claims;
    }

    /** The bytes that a JWS's signature covers, as spelled. */
    byte[] signingInput() {
        return text.substring(0, secondDot).getBytes(StandardCharsets.UTF_8);
    }

    /** The header as spelled, which a JWE's tag covers. */
    byte[] headerBytes() {
        return text.substring(0, firstDot).getBytes(StandardCharsets.UTF_8);
    }

    /** Every reading of a JWS's signature; one, for a token that nobody has re-spelled. */
    List<byte[]> signatures() {
        return secondDot >= text.length() ? List.of() : LenientBase64.readings(text, secondDot + 1).stream()
                .map(reading -> LenientBase64.decode(reading, 0, reading.length()))
                .toList();
    }

    /** A JWE's key, IV, ciphertext and tag, decoded; fewer if dots are missing. */
    List<byte[]> sealedParts() {
        String[] parts = text.substring(firstDot + 1).split("\\.");
        return Arrays.stream(parts).limit(4).map(part -> LenientBase64.decode(part, 0, part.length()))
                .toList();
    }

    @Override
    public String toString() {
        return "JoseToken";
    }
}
