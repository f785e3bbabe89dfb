package org.tokenrevocation.internal.settings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.tokenrevocation.FailPolicy;
import org.tokenrevocation.Mode;
import org.tokenrevocation.internal.redis.RedisAddress;

/**
 * One setting: its name, its default, what it allows, and how its text becomes a value. The name is the same everywhere:
 * {@code revocation.} and a key in kebab-case. A bound stands once, here; its words are made from it. Immutable and
 * thread-safe.
 *
 * @param <T> the type of the value
 */
public final class Setting<T> {
    static final String PREFIX = "revocation.";

    /** In the order of the documentation. Filled while this class is initialised, and not changed afterwards. */
    private static final List<Setting<?>> ALL = new ArrayList<>();

    private static final String PATH = "that begin with / and contain no . or .. segment, pattern, ; or %";
    private static final String KEY_PATTERN =
            "a fixed part, then {sha256} once, or {token} behind a character that no token has";

    public static final Setting<RedisAddress> REDIS_URL = text("redis-url", null,
            "redis://[user:password@]host[:port][/database], or rediss:// for TLS",
            Setting::redisAddress).secret();
    public static final Setting<Integer> REPLICAS = number("replicas", "0", "0", "16");
    public static final Setting<String> LEASE_ACKS =
            text("lease-acks", "", "0 to replicas; with revoke-acks at least replicas", TextReader::asWritten);
    public static final Setting<String> REVOKE_ACKS =
            text("revoke-acks", "", "0 to replicas; with lease-acks at least replicas", TextReader::asWritten);
    public static final Setting<Mode> MODE = choice("mode", Mode.SESSIONS, Mode.values());
    public static final Setting<String> SESSION_KEY_ACCESS =
            text("session-key-access", "session:access:{token}", KEY_PATTERN, TextReader::asWritten);
    public static final Setting<String> SESSION_KEY_REFRESH =
            text("session-key-refresh", "session:refresh:{token}", KEY_PATTERN, TextReader::asWritten);
    public static final Setting<String> NAMESPACE =
            text("namespace", "token-revocation", "1 to 64 of A-Z a-z 0-9 . _ : -", TextReader::namespace);
    public static final Setting<String> INSTANCE_NAME = text("instance-name", "",
            "up to 64 of A-Z a-z 0-9 . _ : / @ -, or empty for what the application is called", TextReader::instanceName);
    public static final Setting<Duration> EFFECT_BOUND = duration("effect-bound", "250ms", "5ms", "10s");
    public static final Setting<Duration> REDIS_TIMEOUT = duration("redis-timeout", "500ms", "10ms", "60s");
    public static final Setting<FailPolicy> FAIL_POLICY = choice("fail-policy", FailPolicy.CLOSED, FailPolicy.values());
    public static final Setting<Boolean> ENFORCE = flag("enforce", true);
    public static final Setting<Duration> CLOCK_LEEWAY = duration("clock-leeway", "5m", "0s", "24h");
    public static final Setting<Duration> MAX_TOKEN_LIFETIME = duration("max-token-lifetime", "24h", "1m", "3650d");
    public static final Setting<String> JWT_KEYS = text("jwt-keys", "",
            "a list of JWKS files or URLs, PEM files or HMAC secrets", TextReader::asWritten).list("[,\\r\\n]").secret();
    public static final Setting<UnverifiedPolicy> ACCEPT_UNVERIFIED =
            choice("accept-unverified", UnverifiedPolicy.FALSE, UnverifiedPolicy.values());
    public static final Setting<Integer> MAX_ENTRIES = number("max-entries", "1000000", "1", "100000000");
    public static final Setting<Integer> CACHE_SIZE = number("cache-size", "100000", "0 (no cache)", "10000000");
    public static final Setting<List<String>> SCHEMES = text("schemes", "Bearer,DPoP",
            "a comma list of authentication schemes (RFC 9110 section 11.1)", TextReader::schemes).list();
    public static final Setting<List<String>> QUERY_PARAMETER = text("query-parameter", "access_token",
            "a comma list of parameter names, or empty for none", TextReader::parameters).list();
    public static final Setting<List<String>> TOKEN_HEADERS =
            text("token-headers", "", "a comma list of header names", TextReader::httpTokens).list();
    public static final Setting<List<String>> TOKEN_COOKIES =
            text("token-cookies", "", "a comma list of cookie names", TextReader::httpTokens).list();
    public static final Setting<List<String>> TOKEN_SUBPROTOCOLS = text("token-subprotocols", "",
            "a comma list of names, each alone or with {token} or {base64url} at its end", TextReader::subprotocols).list();
    public static final Setting<String> TOKEN_CHARACTERS = text("token-characters", "",
            "printable ASCII besides letters, digits, space and \" , ; \\ { }", TextReader::extraCharacters);
    public static final Setting<Optional<Pattern>> TOKEN_PATTERN =
            text("token-pattern", "", "a regular expression, or empty for all tokens", TextReader::pattern);
    public static final Setting<Integer> MAX_TOKEN_LENGTH = number("max-token-length", "16384", "256", "65536");
    public static final Setting<List<String>> EXCLUDE =
            text("exclude", "", "a comma list of paths " + PATH, TextReader::paths).list();
    public static final Setting<String> REALM =
            text("realm", "api", "1 to 128 printable ASCII characters without \" and \\", TextReader::realm);
    public static final Setting<Boolean> REQUIRE_TOKEN = flag("require-token", false);
    public static final Setting<String> ENDPOINT = text("endpoint", "/oauth/revoke-token",
            "a path " + PATH.replace("begin ", "begins ").replace("contain ", "contains "), TextReader::path);
    public static final Setting<Boolean> SERVE_ENDPOINT = flag("serve-endpoint", false);
    public static final Setting<Optional<String>> REVOCATIONS_ENDPOINT =
            text("revocations-endpoint", "", "a path like that of endpoint, or empty for none", TextReader::optionalPath);
    public static final Setting<Optional<String>> BACKCHANNEL_LOGOUT =
            text("backchannel-logout", "", "a path like that of endpoint, or empty for none", TextReader::optionalPath);
    public static final Setting<List<String>> LOGOUT_AUDIENCE =
            text("logout-audience", "", "a comma list of client ids", (setting, text) -> TextReader.list(text)).list();
    public static final Setting<Duration> BODY_TIMEOUT = duration("body-timeout", "5s", "100ms", "60s");
    public static final Setting<Integer> MAX_IN_FLIGHT = number("max-in-flight", "256", "1", "100000");
    public static final Setting<String> CLIENT_CREDENTIALS = text("client-credentials", "",
            "a comma list of id:hash, each hash made by org.tokenrevocation.SecretHash", TextReader::asWritten)
            .list().secret();
    public static final Setting<Boolean> JMX = flag("jmx", false);
    public static final Setting<Duration> FOUNDING_WINDOW =
            duration("founding-window", "1s", "500ms", "60s").and("at least 1.2 times effect-bound");
    public static final Setting<Duration> REPEAT_WINDOW = duration("repeat-window", "1h", "0s", "24h");

    /** What stands in the place of settings that are gone. */
    private static final Map<String, String> RENAMED =
            Map.of("endpoint-servlet", "serve-endpoint, with which the guard answers there itself");

    private final String key;
    private final String defaultValue;
    private final Reader<T> reader;
    private String bound;
    private String separators;
    private boolean isSecret;

    private Setting(String key, String defaultValue, String bound, Reader<T> reader) {
        this.key = key;
        this.defaultValue = defaultValue;
        this.bound = bound;
        this.reader = reader;
        ALL.add(this);
    }

    /** Turns a text into a value, or throws what {@link #refused} makes. */
    @FunctionalInterface
    interface Reader<T> {
        T read(Setting<?> setting, String text);
    }

    private static <T> Setting<T> text(String key, String defaultValue, String bound, Reader<T> reader) {
        return new Setting<>(key, defaultValue, bound, reader);
    }

    private static RedisAddress redisAddress(Setting<?> setting, String text) {
        return RedisAddress.parse(text, setting::refused);
    }

    private static Setting<Duration> duration(String key, String defaultValue, String least, String most) {
        return text(key, defaultValue, least + " to " + most, TextReader.duration(least, most));
    }

    /** A text behind the least number says what that number means. */
    private static Setting<Integer> number(String key, String defaultValue, String least, String most) {
        return text(key, defaultValue, least + " to " + most,
                TextReader.number(Integer.parseInt(least.split(" ")[0]), Integer.parseInt(most)));
    }

    private static Setting<Boolean> flag(String key, boolean defaultValue) {
        return text(key, String.valueOf(defaultValue), TextReader.anyOf(TextReader.FLAGS), TextReader::flag);
    }

    private static <E extends Enum<E>> Setting<E> choice(String key, E defaultValue, E[] values) {
        return text(key, TextReader.lowerCase(defaultValue), TextReader.anyOf(TextReader.names(values)),
                TextReader.choice(values));
    }

    private Setting<T> list() {
        return list(",");
    }

    private Setting<T> list(String separatorPattern) {
        separators = separatorPattern;
        return this;
    }

    private Setting<T> secret() {
        isSecret = true;
        return this;
    }

    private Setting<T> and(String furtherBound) {
        bound += ", and " + furtherBound;
        return this;
    }

    /** The short name, as in the documentation: {@code redis-url}. */
    public String key() {
        return key;
    }

    /** The name that sources use: {@code revocation.redis-url}. */
    public String fullName() {
        return PREFIX + key;
    }

    /** The text where no source sets one; null if a source has to. */
    public String defaultValue() {
        return defaultValue;
    }

    /** What is allowed, in words. */
    public String bound() {
        return bound;
    }

    /** Whether the text must be kept out of logs and errors. */
    public boolean isSecret() {
        return isSecret;
    }

    /** The items of a text, blanks around each included; the text itself if this setting is no list. */
    String[] items(String text) {
        return separators == null ? new String[] {text} : text.split(separators);
    }

    /** Reads a text without the blanks at its ends. Throws {@link #refused} if it is out of bounds. */
    T read(String text) {
        return reader.read(this, text);
    }

    /** The setting of a short or full name. */
    public static Optional<Setting<?>> named(String name) {
        String wanted = key(name);
        return ALL.stream().filter(setting -> setting.key.equals(wanted)).findFirst();
    }

    /** What to set in place of a setting that is gone; empty for a name that never was one. */
    public static Optional<String> successor(String name) {
        return Optional.ofNullable(RENAMED.get(key(name)));
    }

    private static String key(String name) {
        return name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
    }

    /** All settings in the order of the documentation; immutable. */
    public static List<Setting<?>> all() {
        return Collections.unmodifiableList(ALL);
    }

    /** The short names of all settings. */
    public static List<String> keys() {
        return ALL.stream().<String>map(Setting::key).toList();
    }

    /** The error for a value outside the bound: name, bound, value, remedy. */
    public IllegalArgumentException refused(String value, String remedy) {
        return new IllegalArgumentException("Setting " + fullName() + " must be " + bound + ", but is ["
                + (isSecret ? "masked" : value == null ? null : SettingText.visible(value)) + "]; " + remedy);
    }

    /** The short name. */
    @Override
    public String toString() {
        return key;
    }
}
