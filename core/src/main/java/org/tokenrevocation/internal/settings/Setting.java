package org.tokenrevocation.internal.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Every setting there is: name, default, bound in words. One name everywhere, {@code revocation.} + kebab-case. */
public enum Setting {
    REDIS_URL(null, "redis://[user:password@]host[:port][/database], or rediss:// for TLS"),
    MODE("sessions", "sessions or denylist"),
    SESSION_KEY_ACCESS("session:access:{token}", "a fixed part, then {sha256} once, or {token} behind a character that no token has"),
    SESSION_KEY_REFRESH("session:refresh:{token}", "a fixed part, then {sha256} once, or {token} behind a character that no token has"),
    NAMESPACE("token-revocation", "1 to 64 of A-Z a-z 0-9 . _ : -"),
    INSTANCE_NAME("", "up to 64 of A-Z a-z 0-9 . _ : / @ -, or empty for what the application is called"),
    EFFECT_BOUND("250ms", "5ms to 10s"),
    REDIS_TIMEOUT("500ms", "10ms to 60s"),
    FAIL_POLICY("closed", "closed or open"),
    ENFORCE("true", "true or false"),
    CLOCK_LEEWAY("5m", "0s to 24h"),
    MAX_TOKEN_LIFETIME("24h", "1m to 3650d"),
    JWT_KEYS("", "a list of JWKS files or URLs, PEM files or HMAC secrets"),
    ACCEPT_UNVERIFIED("false", "false, true or anonymous"),
    MAX_ENTRIES("1000000", "1 to 100000000"),
    CACHE_SIZE("100000", "0 (no cache) to 10000000"),
    SCHEMES("Bearer,DPoP", "a comma list of authentication schemes (RFC 9110 section 11.1)"),
    QUERY_PARAMETER("access_token", "a comma list of parameter names, or empty for none"),
    TOKEN_HEADERS("", "a comma list of header names"),
    TOKEN_COOKIES("", "a comma list of cookie names"),
    TOKEN_SUBPROTOCOLS("", "a comma list of names, each alone or with {token} or {base64url} at its end"),
    TOKEN_CHARACTERS("", "printable ASCII besides letters, digits, space and \" , ; \\ { }"),
    TOKEN_PATTERN("", "a regular expression, or empty for all tokens"),
    MAX_TOKEN_LENGTH("16384", "256 to 65536"),
    EXCLUDE("", "a comma list of paths that begin with / and contain no . or .. segment, pattern, ; or %"),
    REALM("api", "1 to 128 printable ASCII characters without \" and \\"),
    REQUIRE_TOKEN("false", "true or false"),
    ENDPOINT("/oauth/revoke-token", "a path that begins with / and contains no . or .. segment, pattern, ; or %"),
    SERVE_ENDPOINT("false", "true or false"),
    BODY_TIMEOUT("5s", "100ms to 60s"),
    MAX_IN_FLIGHT("1000", "1 to 100000"),
    CLIENT_CREDENTIALS("", "a comma list of id:hash, each hash made by org.tokenrevocation.SecretHash"),
    JMX("false", "true or false"),
    FOUNDING_WINDOW("1s", "500ms to 60s, and at least 1.2 times effect-bound"),
    REPEAT_WINDOW("1h", "0s to 24h");

    static final String PREFIX = "revocation.";

    /** What stands in the place of settings that are gone. */
    private static final Map<String, String> RENAMED =
            Map.of("endpoint-servlet", "serve-endpoint, with which the guard answers there itself");

    private final String defaultValue;
    private final String bound;

    Setting(String defaultValue, String bound) {
        this.defaultValue = defaultValue;
        this.bound = bound;
    }

    /** The short name, as in the documentation: {@code redis-url}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The name that sources use: {@code revocation.redis-url}. */
    public String fullName() {
        return PREFIX + key();
    }

    /** The value where no source sets one; null if one has to. */
    public String defaultValue() {
        return defaultValue;
    }

    /** What is allowed, in words. */
    public String bound() {
        return bound;
    }

    public boolean isSecret() {
        return this == REDIS_URL || this == JWT_KEYS || this == CLIENT_CREDENTIALS;
    }

    /** Whether the text is a list of items, with blanks around each. */
    boolean isList() {
        return switch (this) {
            case SCHEMES, QUERY_PARAMETER, TOKEN_HEADERS, TOKEN_COOKIES, TOKEN_SUBPROTOCOLS, EXCLUDE, JWT_KEYS,
                    CLIENT_CREDENTIALS -> true;
            default -> false;
        };
    }

    /** What stands between the items of a list, as a regular expression for one character. */
    String separators() {
        return this == JWT_KEYS ? "[,\\r\\n]" : ",";
    }

    public static Optional<Setting> named(String name) {
        String key = key(name);
        return Arrays.stream(values()).filter(setting -> setting.key().equals(key)).findFirst();
    }

    /** What to set in place of a setting that is gone; empty for a name that never was one. */
    public static Optional<String> successor(String name) {
        return Optional.ofNullable(RENAMED.get(key(name)));
    }

    private static String key(String name) {
        return name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
    }

    public static List<String> keys() {
        return Arrays.stream(values()).map(Setting::key).toList();
    }

    /** The error for a value outside the bound: name, bound, value, remedy. */
    public IllegalArgumentException refused(String value, String remedy) {
        return new IllegalArgumentException("Setting " + fullName() + " must be " + bound + ", but is ["
                + (isSecret() ? "masked" : value == null ? null : SettingText.visible(value)) + "]; " + remedy);
    }
}
