package org.tokenrevocation.internal.jwt;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.tokenrevocation.internal.identity.Base64Url;
import org.tokenrevocation.internal.identity.JoseFields;
import org.tokenrevocation.internal.identity.JoseHeader;
import org.tokenrevocation.internal.identity.JoseHeaders;

/**
 * A token with a JOSE header, in compact form (RFC 7515 section 7.1, RFC 7516 section 7.1) or an SD-JWT's. Immutable.
 *
 * <p>Identity has read the header, and what it calls encrypted is so here. {@code jku}, {@code x5u}, {@code jwk} and
 * {@code x5c} are never followed. {@code crit} is not heeded: several libraries ignore it, so a token that they accept
 * must be revocable, and what the issuer signed remains signed.
 */
final class JoseToken {
    private static final Pattern PADDING = Pattern.compile("={1,2}(?=\\.|$)");

    private final String text;
    private final JoseFields header;
    private final int firstDot;
    private final int secondDot;
    private final Claims claims;

    private JoseToken(String text, JoseFields header, int firstDot) {
        this.text = text;
        this.header = header;
        this.firstDot = firstDot;
        int dot = text.indexOf('.', firstDot + 1);
        secondDot = dot < 0 ? text.length() : dot;
        claims = Claims.read(isEncrypted() ? new byte[0] : decoded(text.substring(firstDot + 1, secondDot)));
    }

    /** The token, if its first segment is a JOSE header. */
    static Optional<JoseToken> parse(String text) {
        int dot = text.indexOf('.');
        return dot < 0 ? Optional.empty() : JoseHeaders.fields(text).map(header -> new JoseToken(text, header, dot));
    }

    String algorithm() {
        return header.text("alg");
    }

    /** The id of the key; null for none. */
    String kid() {
        return header.text("kid");
    }

    boolean isEncrypted() {
        return header.kind() == JoseHeader.ENCRYPTED;
    }

    JoseFields header() {
        return header;
    }

    /** What a JWS says; of a JWE nothing can be read. */
    Claims claims() {
        return claims;
    }

    /**
     * What a JWS's signature may cover: the bytes as spelled and, where these have padding, without it. Some issuers sign the
     * padding, and some libraries sign anew what they have decoded.
     */
    List<byte[]> signingInputs() {
        return withAndWithoutPadding(text.substring(0, secondDot));
    }

    /** What a JWE's tag may cover: the header as spelled and, where it has padding, without it. */
    List<byte[]> headerBytes() {
        return withAndWithoutPadding(text.substring(0, firstDot));
    }

    private static List<byte[]> withAndWithoutPadding(String spelled) {
        byte[] bytes = spelled.getBytes(StandardCharsets.UTF_8);
        return spelled.indexOf('=') < 0 ? List.of(bytes)
                : List.of(bytes, PADDING.matcher(spelled).replaceAll("").getBytes(StandardCharsets.UTF_8));
    }

    /** Every reading of a JWS's signature; one, for a token that nobody has re-spelled. */
    List<byte[]> signatures() {
        return secondDot >= text.length() ? List.of() : LenientBase64.readings(text, secondDot + 1).stream()
                .map(JoseToken::decoded)
                .toList();
    }

    /** A JWE's key, IV, ciphertext and tag, decoded; fewer if dots are missing. */
    List<byte[]> sealedParts() {
        String[] parts = text.substring(firstDot + 1).split("\\.");
        return Arrays.stream(parts).limit(4).map(JoseToken::decoded).toList();
    }

    private static byte[] decoded(String segment) {
        byte[] characters = segment.getBytes(StandardCharsets.ISO_8859_1);
        return Base64Url.decode(characters, 0, characters.length);
    }

    @Override
    public String toString() {
        return "JoseToken";
    }
}
