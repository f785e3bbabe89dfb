package org.tokenrevocation.internal.jwt;

import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.tokenrevocation.internal.Ticker;
import org.tokenrevocation.internal.jwt.keys.FileKeySource;
import org.tokenrevocation.internal.jwt.keys.FixedKeySource;
import org.tokenrevocation.internal.jwt.keys.KeyReader;
import org.tokenrevocation.internal.jwt.keys.KeyRing;
import org.tokenrevocation.internal.jwt.keys.KeySource;
import org.tokenrevocation.internal.jwt.keys.KeysUnavailableException;
import org.tokenrevocation.internal.jwt.keys.UrlKeySource;

/**
 * The syntax of {@code revocation.jwt-keys}: entries, separated by commas or line breaks.
 *
 * <pre>{@code
 * jwks:https://issuer.example/jwks;issuer=https://issuer.example;audience=api,
 * jwks:/etc/keys/jwks.json,
 * pem:/etc/keys/issuer.pem;alg=RS256;alg=PS256,
 * hmac:c2VjcmV0LW9mLXRoZS1ob3N0LW9mLTMyLWJ5dGVzISE,
 * hmac-file:/run/secrets/jwt-hmac
 * }</pre>
 *
 * <ul>
 *   <li>{@code jwks:} a JWK set (RFC 7517): an absolute path, or a URL. A URL must be {@code https}, because whoever can
 *       change a key under way decides which revocations are believed; {@code http} is taken on the loopback address,
 *       where nobody is under way, and elsewhere with {@code ;plain-http=true}. Of a URL only public keys count.
 *   <li>{@code pem:} an absolute path to public keys or certificates, or to unencrypted PKCS #8 private keys, which only
 *       open encrypted tokens.
 *   <li>{@code hmac:} a shared secret in base64url; {@code hmac-file:} an absolute path to a file with the same. It
 *       verifies HS256 to HS512 and opens JWEs with {@code dir} and AES key wrap.
 * </ul>
 * Options follow after {@code ;} and may be repeated, then one of the values is enough: {@code issuer}, {@code audience}
 * (tokens of others are not ours, with or without a slash at the end; without it, any) and {@code alg} (without it, all
 * that the type of key allows). {@code zip=true} has compressed JWEs opened. In paths and in values of options {@code %2C}, {@code %3B} and {@code %25} stand for {@code , ; %}; in URLs they are
 * passed on as they are. Files are read at the start, where one that cannot be read stops the deployment, and again when
 * they change. A URL that cannot be reached stops nothing.
 */
final class JwtKeysParser {
    private static final int MAX_ENTRIES = 64;
    private static final String BOUND = "Setting revocation.jwt-keys must be a list of jwks:<https URL or absolute"
            + " path>, pem:<absolute path>, hmac:<base64url> or hmac-file:<absolute path>, each with optional"
            + " ;issuer=…;audience=…;alg=…, but entry ";

    private final String instance;
    private final Duration maxTokenLifetime;
    private final Duration timeout;
    private final Ticker ticker;
    private final ScheduledThreadPoolExecutor timer;

    JwtKeysParser(String instance, Duration maxTokenLifetime, Duration timeout, Ticker ticker,
            ScheduledThreadPoolExecutor timer) {
        this.instance = instance;
        this.maxTokenLifetime = maxTokenLifetime;
        this.timeout = timeout;
        this.ticker = ticker;
        this.timer = timer;
    }

    /**
     * Reads the whole setting.
     *
     * @throws IllegalArgumentException names the entry by number; shows neither secrets nor what may be one
     */
    List<KeyEntry> entries(String setting) {
        List<KeyEntry> entries = new ArrayList<>();
        for (String text : setting.split("[,\\r\\n]")) {
            if (text.isBlank()) {
                continue;
            }
            int number = entries.size() + 1;
            if (number > MAX_ENTRIES) {
                throw refused(number, "masked", "at most " + MAX_ENTRIES + " entries are taken");
            }
            entries.add(entry(number, text.strip()));
        }
        return List.copyOf(entries);
    }

    private KeyEntry entry(int number, String text) {
        String[] parts = text.split(";", -1);
        Set<String> issuers = new LinkedHashSet<>();
        Set<String> audiences = new LinkedHashSet<>();
        Set<String> algorithms = new TreeSet<>();
        boolean isPlainAllowed = false;
        boolean isZipTaken = false;
        for (int i = 1; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            String value = decoded(parts[i].substring(equals + 1).strip());
            if (equals < 0 || value.isEmpty()) {
                throw refused(number, "masked", "write each option as ;name=value, and a semicolon in a value as %3B");
            }
            switch (parts[i].substring(0, equals).strip()) {
                case "issuer" -> issuers.add(value);
                case "audience" -> audiences.add(value);
                case "alg" -> algorithms.add(algorithm(number, value));
                case "plain-http" -> isPlainAllowed = isTrue(number, "plain-http", value);
                case "zip" -> isZipTaken = isTrue(number, "zip", value);
                default -> throw refused(number, "masked", "the options are issuer, audience, alg, plain-http and zip;"
                        + " write a semicolon in a value as %3B");
            }
        }
        KeySource source = source(number, parts[0].strip(), isPlainAllowed);
        return new KeyEntry(label(number), source, new KeyEntry.Options(Set.copyOf(issuers), Set.copyOf(audiences),
                Set.copyOf(algorithms), isZipTaken));
    }

    private KeySource source(int number, String text, boolean isPlainAllowed) {
        int colon = text.indexOf(':');
        String kind = text.substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT);
        String value = text.substring(colon + 1).strip();
        return switch (kind) {
            case "jwks" -> value.regionMatches(true, 0, "http", 0, 4) && value.contains("://")
                    ? new UrlKeySource(label(number), url(number, value, isPlainAllowed), timeout, ring(), ticker, timer)
                    : file(number, kind, value, KeyReader::jwks, true);
            case "pem" -> file(number, kind, value, KeyReader::pem, false);
            case "hmac-file" -> file(number, kind, value, KeyReader::secret, false);
            case "hmac" -> secret(number, value);
            default -> throw refused(number, "masked", "begin it with jwks:, pem:, hmac: or hmac-file:, and write a"
                    + " comma within a path or value as %2C");
        };
    }

    private FixedKeySource secret(int number, String value) {
        try {
            return new FixedKeySource(KeyReader.secret(value.getBytes(StandardCharsets.UTF_8)));
        } catch (KeysUnavailableException e) {
            throw refused(number, "hmac:****", "encode the bytes of the secret in base64url");
        }
    }

    private FileKeySource file(int number, String kind, String value, FileKeySource.Parser parser, boolean namesKeys) {
        Path path;
        try {
            path = Path.of(decoded(value));
        } catch (InvalidPathException e) {
            throw refused(number, kind + ":****", "name an absolute path");
        }
        if (!path.isAbsolute()) {
            throw refused(number, kind + ":****", "name an absolute path");
        }
        String shown = kind + ":" + (kind.equals("hmac-file") ? "****" : path.toString());
        try {
            return new FileKeySource(path, parser, namesKeys, ring());
        } catch (KeysUnavailableException e) {
            throw refused(number, shown, "it is or holds " + e.getMessage()
                    + "; make the file readable for this process and mend its content");
        }
    }

    private URL url(int number, String value, boolean isPlainAllowed) {
        try {
            URI uri = new URI(value);
            String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
            if (uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
                throw refused(number, "jwks:" + scheme + "://****", "name a host, no user, password or fragment");
            }
            String shown = "jwks:" + scheme + "://" + uri.getRawAuthority() + uri.getRawPath();
            if (!scheme.equals("https") && !(scheme.equals("http") && (isPlainAllowed || isLoopback(uri.getHost())))) {
                throw refused(number, shown, "use https: a key that was changed under way decides which revocations are"
                        + " believed. Add ;plain-http=true only for a network that you trust");
            }
            return uri.toURL();
        } catch (URISyntaxException | MalformedURLException e) {
            throw refused(number, "jwks:****", "write a URL, with special characters percent-encoded");
        }
    }

    /** By spelling alone, so that no resolver decides. */
    private static boolean isLoopback(String host) {
        return host.equalsIgnoreCase("localhost") || host.equals("[::1]")
                || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    }

    private String algorithm(int number, String value) {
        String upper = value.toUpperCase(Locale.ROOT);
        boolean isKnown = SignatureAlgorithm.named(value).isPresent() || Decryption.knows(upper);
        if (!isKnown) {
            throw refused(number, "masked", "alg is an algorithm of RFC 7518 or EdDSA that this library supports");
        }
        return upper;
    }

    private boolean isTrue(int number, String option, String value) {
        if (!value.equals("true") && !value.equals("false")) {
            throw refused(number, "masked", option + " is true or false");
        }
        return value.equals("true");
    }

    private KeyRing ring() {
        return new KeyRing(ticker, maxTokenLifetime.toNanos());
    }

    private String label(int number) {
        return instance + " jwt-keys-" + number;
    }

    private static String decoded(String value) {
        return value.replaceAll("(?i)%2C", ",").replaceAll("(?i)%3B", ";").replace("%25", "%");
    }

    private static IllegalArgumentException refused(int number, String shown, String remedy) {
        return new IllegalArgumentException(BOUND + number + " is [" + shown + "]; " + remedy);
    }
}
