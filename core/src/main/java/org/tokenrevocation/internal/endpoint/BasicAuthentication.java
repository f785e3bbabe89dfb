package org.tokenrevocation.internal.endpoint;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.tokenrevocation.ClientAuthenticator;
import org.tokenrevocation.SecretHash;

/**
 * HTTP Basic (RFC 7617) with hashed secrets, from the setting {@code client-credentials}. Thread-safe.
 *
 * <p>RFC 6749 section 2.3.1 has clients form-encode identifier and secret before they are joined; many don't. Both are
 * understood: identifiers have no character that the encoding changes, and a secret counts as sent or decoded
 * ({@link SecretChecks}).
 */
public final class BasicAuthentication implements ClientAuthenticator {
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z0-9._~-]{1,128}");

    private final SecretChecks secrets;
    private final String realm;

    private BasicAuthentication(SecretChecks secrets, String realm) {
        this.secrets = secrets;
        this.realm = realm;
    }

    /**
     * Reads a comma list of {@code id:hash}; empty for none.
     *
     * @param refused makes the error from a remedy
     * @throws IllegalArgumentException what {@code refused} made
     */
    public static Optional<ClientAuthenticator> parse(
            String text, String realm, Function<String, IllegalArgumentException> refused) {
        if (text.isBlank()) {
            return Optional.empty();
        }
        Map<String, SecretHash> hashes = new LinkedHashMap<>();
        for (String entry : text.split(",", -1)) {
            int colon = entry.indexOf(':');
            String id = colon < 0 ? "" : entry.substring(0, colon).strip();
            if (!IDENTIFIER.matcher(id).matches()) {
                throw refused.apply("give entry " + (hashes.size() + 1) + " an id of 1 to 128 of A-Z a-z 0-9 . _ ~ -");
            }
            SecretHash hash;
            try {
                hash = SecretHash.parse(entry.substring(colon + 1).strip());
            } catch (IllegalArgumentException e) {
                throw refused.apply("mend the hash of client " + id + ": " + e.getMessage());
            }
            if (hashes.put(id, hash) != null) {
                throw refused.apply("name client " + id + " once");
            }
        }
        return Optional.of(new BasicAuthentication(new SecretChecks(hashes), realm));
    }

    @Override
    public Optional<String> authenticate(Function<String, List<String>> headers) {
        List<String> values = headers.apply("Authorization");
        if (values.size() != 1 || !values.get(0).regionMatches(true, 0, "Basic ", 0, 6)) {
            return Optional.empty();
        }
        String login = decode(values.get(0).substring(6).strip());
        int colon = login.indexOf(':');
        if (colon < 0) {
            return Optional.empty();
        }
        String id = login.substring(0, colon);
        return secrets.isSecret(id, login.substring(colon + 1)) ? Optional.of(id) : Optional.empty();
    }

    private static String decode(String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return "";
        }
    }

    @Override
    public String challenge() {
        return "Basic realm=\"" + realm + "\", charset=\"UTF-8\"";
    }
}
