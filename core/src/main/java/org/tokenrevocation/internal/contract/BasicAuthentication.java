package org.tokenrevocation.internal.contract;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.tokenrevocation.ClientAuthenticator;
import org.tokenrevocation.SecretHash;
import org.tokenrevocation.internal.identity.Sha256;

/**
 * HTTP Basic (RFC 7617) with hashed secrets, from the setting {@code client-credentials}. Thread-safe.
 *
 * <p>RFC 6749 section 2.3.1 has clients form-encode identifier and secret before they are joined; many don't. Both are
 * understood: identifiers have no character that the encoding changes, a secret is tried as sent, then decoded. A
 * secret that has matched once is recognised by a keyed digest afterwards, so that only strangers cost a slow hash; an
 * unknown identifier, which is no secret, is refused without one.
 */
public final class BasicAuthentication implements ClientAuthenticator {
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z0-9._~-]{1,128}");
    private static final int KEY_BYTES = 32;

    private final Map<String, SecretHash> hashes;
    private final String realm;
    private final byte[] key = new byte[KEY_BYTES];
    private final Map<String, byte[]> recognised = new ConcurrentHashMap<>();

    private BasicAuthentication(Map<String, SecretHash> hashes, String realm) {
        this.hashes = hashes;
        this.realm = realm;
        new SecureRandom().nextBytes(key);
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
        return Optional.of(new BasicAuthentication(hashes, realm));
    }

    @Override
    public boolean accepts(Function<String, List<String>> headers) {
        List<String> values = headers.apply("Authorization");
        if (values.size() != 1 || !values.get(0).regionMatches(true, 0, "Basic ", 0, 6)) {
            return false;
        }
        String login = decode(values.get(0).substring(6).strip());
        int colon = login.indexOf(':');
        if (colon < 0) {
            return false;
        }
        String id = login.substring(0, colon);
        SecretHash hash = hashes.get(id);
        return hash != null && isSecret(id, hash, login.substring(colon + 1));
    }

    /** The identifier, one of ours and so of harmless characters, since {@link #accepts} has found it. */
    @Override
    public Optional<String> client(Function<String, List<String>> headers) {
        String login = decode(headers.apply("Authorization").get(0).substring(6).strip());
        return Optional.of(login.substring(0, login.indexOf(':')));
    }

    private boolean isSecret(String id, SecretHash hash, String sent) {
        byte[] digest = digest(sent);
        byte[] known = recognised.get(id);
        if (known != null && MessageDigest.isEqual(known, digest)) {
            return true;
        }
        String decoded = formDecoded(sent);
        if (hash.matches(sent) || (!decoded.equals(sent) && hash.matches(decoded))) {
            recognised.put(id, digest);
            return true;
        }
        return false;
    }

    private byte[] digest(String secret) {
        MessageDigest sha256 = Sha256.instance();
        sha256.update(key);
        return sha256.digest(secret.getBytes(StandardCharsets.UTF_8));
    }

    private static String formDecoded(String sent) {
        try {
            return URLDecoder.decode(sent, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return sent;
        }
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
