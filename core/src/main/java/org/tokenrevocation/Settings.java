package org.tokenrevocation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.tokenrevocation.internal.redis.RedisAddress;
import org.tokenrevocation.internal.sessions.KeyPatterns;
import org.tokenrevocation.internal.settings.Setting;
import org.tokenrevocation.internal.settings.SettingText;
import org.tokenrevocation.internal.settings.SettingsReader;
import org.tokenrevocation.internal.settings.SharedSources;

/**
 * The settings of one instance: checked when built, immutable and thread-safe afterwards.
 *
 * <p>Each is named {@code revocation.} + kebab-case everywhere; the documentation (settings.md) states meaning,
 * unit, default and bound of all. A bad value is an {@link IllegalArgumentException} that names the setting, its bound, the given value
 * in [brackets] and the remedy.
 */
public final class Settings {
    private final Map<Setting, String> texts;
    private final List<String> warnings;
    private final RedisAddress redisAddress;
    private final KeyPatterns sessionKeys;
    private final Map<Setting, Object> values;
    private final Map<String, String> masked;

    private Settings(Builder builder) {
        texts = new EnumMap<>(builder.texts);
        warnings = List.copyOf(builder.warnings);
        texts.replaceAll(SettingText::cleaned);
        for (Setting setting : Setting.values()) {
            texts.computeIfAbsent(setting, Setting::defaultValue);
        }
        redisAddress = RedisAddress.parse(redisUrl(), Setting.REDIS_URL::refused);
        values = new SettingsReader(texts).read();
        sessionKeys = readSessionKeys();
        Map<String, String> shown = new LinkedHashMap<>();
        texts.forEach((setting, text) -> shown.put(setting.key(), maskedText(setting, text)));
        masked = Collections.unmodifiableMap(shown);
    }

    private String redisUrl() {
        String url = texts.get(Setting.REDIS_URL);
        if (url == null || url.isBlank()) {
            throw new IllegalArgumentException("Setting revocation.redis-url is missing: a guard without Redis would"
                    + " guard nothing. Set it as context-param or system property revocation.redis-url, or as"
                    + " environment variable REVOCATION_REDIS_URL, for example [redis://127.0.0.1:6379]");
        }
        return url;
    }

    private KeyPatterns readSessionKeys() {
        return KeyPatterns.parse(
                text(Setting.SESSION_KEY_ACCESS),
                text(Setting.SESSION_KEY_REFRESH),
                namespace(),
                tokenCharacters(),
                (key, remedy) -> Setting.named(key).orElseThrow().refused(text(Setting.named(key).orElseThrow()),
                        remedy));
    }

    /**
     * Starts with every default and no {@code redis-url}.
     *
     * @return a builder for one thread
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Starts with these values, so that a door can lay its own init-params over them.
     *
     * @return a builder for one thread
     */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.texts.putAll(texts);
        return builder;
    }

    /** Which truth Redis holds. @return {@code mode} */
    public Mode mode() {
        return value(Setting.MODE).equals("denylist") ? Mode.DENYLIST : Mode.SESSIONS;
    }

    /** L of the guarantee: no node answers from memory older than this. @return {@code effect-bound} */
    public Duration effectBound() {
        return value(Setting.EFFECT_BOUND);
    }

    /** The longest that anything waits for Redis, a whole look-up included. @return {@code redis-timeout} */
    public Duration redisTimeout() {
        return value(Setting.REDIS_TIMEOUT);
    }

    /** What to do when a token cannot be judged. @return {@code fail-policy} */
    public FailPolicy failPolicy() {
        return value(Setting.FAIL_POLICY).equals("open") ? FailPolicy.OPEN : FailPolicy.CLOSED;
    }

    /** Whether refusals refuse, or (shadow mode) are only counted. @return {@code enforce} */
    public boolean isEnforced() {
        return value(Setting.ENFORCE);
    }

    /** How long after its expiry a token may still be accepted somewhere. @return {@code clock-leeway} */
    public Duration clockLeeway() {
        return value(Setting.CLOCK_LEEWAY);
    }

    /** The longest life of any token. @return {@code max-token-lifetime} */
    Duration maxTokenLifetime() {
        return value(Setting.MAX_TOKEN_LIFETIME);
    }

    /** Where the keys lie that verify tokens; holds secrets. @return {@code jwt-keys}, as written */
    String jwtKeys() {
        return text(Setting.JWT_KEYS);
    }

    /** Who may have a token recorded that nothing verifies. @return {@code accept-unverified} in lower case */
    String acceptUnverified() {
        return value(Setting.ACCEPT_UNVERIFIED);
    }

    /** The ceiling of the denylist. @return {@code max-entries} */
    int maxEntries() {
        return value(Setting.MAX_ENTRIES);
    }

    /** The ceiling of the near cache; 0 switches it off. @return {@code cache-size} */
    int cacheSize() {
        return value(Setting.CACHE_SIZE);
    }

    /** The authentication schemes that carry a token. @return {@code schemes}, as written */
    public List<String> schemes() {
        return value(Setting.SCHEMES);
    }

    /** The query parameters that carry a token. @return {@code query-parameter}; empty for none */
    public List<String> queryParameters() {
        return value(Setting.QUERY_PARAMETER);
    }

    /** Further headers that carry a token, with or without a scheme. @return {@code token-headers} */
    public List<String> tokenHeaders() {
        return value(Setting.TOKEN_HEADERS);
    }

    /** Cookies that carry a token, with or without a scheme. @return {@code token-cookies} */
    public List<String> tokenCookies() {
        return value(Setting.TOKEN_COOKIES);
    }

    /**
     * How WebSocket subprotocols carry a token: a name alone if the token is the next subprotocol of the list, a name
     * with {@code {token}} or {@code {base64url}} at its end if the same subprotocol goes on with the token.
     *
     * @return {@code token-subprotocols}
     */
    public List<String> tokenSubprotocols() {
        return value(Setting.TOKEN_SUBPROTOCOLS);
    }

    /** What the token grammar allows beyond RFC 6750's b64token. @return {@code token-characters} */
    public String tokenCharacters() {
        return value(Setting.TOKEN_CHARACTERS);
    }

    /** Which tokens are ours. @return {@code token-pattern}; empty for all */
    Optional<Pattern> tokenPattern() {
        return value(Setting.TOKEN_PATTERN);
    }

    /** The longest token in characters, for filter and endpoint alike. @return {@code max-token-length} */
    int maxTokenLength() {
        return value(Setting.MAX_TOKEN_LENGTH);
    }

    /** Decoded paths that the filter leaves alone, by whole segments. @return {@code exclude} */
    public List<String> exclusions() {
        return value(Setting.EXCLUDE);
    }

    /** The realm of the challenge. @return {@code realm} */
    public String realm() {
        return value(Setting.REALM);
    }

    /** Whether a request without a token is refused. @return {@code require-token} */
    public boolean isTokenRequired() {
        return value(Setting.REQUIRE_TOKEN);
    }

    /** The decoded path of the revocation endpoint. @return {@code endpoint} */
    public String endpoint() {
        return value(Setting.ENDPOINT);
    }

    /** Whether the filter answers at the endpoint itself. @return {@code serve-endpoint} */
    public boolean isEndpointServed() {
        return value(Setting.SERVE_ENDPOINT);
    }

    /** How long the body of a revocation may take. @return {@code body-timeout} */
    public Duration bodyTimeout() {
        return value(Setting.BODY_TIMEOUT);
    }

    /** How many calls of the endpoint, and how many other revocations, may be in flight. @return {@code max-in-flight} */
    int maxInFlight() {
        return value(Setting.MAX_IN_FLIGHT);
    }

    /** Whether health is an MXBean of the platform's server. @return {@code jmx} */
    boolean isJmx() {
        return value(Setting.JMX);
    }

    /** How long a new incarnation of Redis is founded. @return {@code founding-window} */
    Duration foundingWindow() {
        return value(Setting.FOUNDING_WINDOW);
    }

    /** How long a node remembers its deletions, to repeat them. @return {@code repeat-window} */
    Duration repeatWindow() {
        return value(Setting.REPEAT_WINDOW);
    }

    /** What our own keys in Redis begin with. @return {@code namespace} */
    String namespace() {
        return value(Setting.NAMESPACE);
    }

    /** What this node is called. @return {@code instance-name}; the given name if it is not set */
    String instanceName(String given) {
        String name = value(Setting.INSTANCE_NAME);
        return name.isEmpty() ? given : name;
    }

    /** All effective values by short name in the order of the documentation, secrets masked; immutable, fit for a log. */
    Map<String, String> masked() {
        return masked;
    }

    @Override
    public String toString() {
        return masked().toString();
    }

    RedisAddress redisAddress() {
        return redisAddress;
    }

    KeyPatterns sessionKeys() {
        return sessionKeys;
    }

    Optional<ClientAuthenticator> clientAuthenticator() {
        return value(Setting.CLIENT_CREDENTIALS);
    }

    List<String> warnings() {
        return warnings;
    }

    private String maskedText(Setting setting, String text) {
        if (setting == Setting.REDIS_URL) {
            return redisAddress.toString();
        }
        return setting.isSecret() && !text.isEmpty() ? "(set)" : text;
    }

    private String text(Setting setting) {
        return texts.get(setting);
    }

    @SuppressWarnings("unchecked")
    private <T> T value(Setting setting) {
        return (T) values.get(setting);
    }

    /** Collects values: what is set here wins, then what is loaded first. For one thread. */
    public static final class Builder {
        private final Map<Setting, String> texts = new EnumMap<>(Setting.class);
        private final List<String> warnings = new ArrayList<>();

        private Builder() {}

        /**
         * Sets one value, over any source loaded before or after.
         *
         * @param name the setting's name, with or without {@code revocation.}
         * @param value its text, as in any other source
         * @return this
         * @throws IllegalArgumentException if there is no such setting, or the value is null
         */
        public Builder set(String name, String value) {
            requireNotRenamed("builder", name, name);
            Setting setting = Setting.named(name).orElseThrow(() -> unknown("builder", name));
            if (value == null) {
                throw setting.refused(null, "leave the setting out for its default");
            }
            texts.put(setting, value);
            return this;
        }

        /**
         * Fills in what is not set yet, the first source that names a setting winning.
         *
         * @param sources places to look, most specific first
         * @return this
         * @throws IllegalArgumentException if a source of the application's own names an unknown setting, or any source
         *     one that has been renamed
         */
        public Builder load(SettingsSource... sources) {
            for (SettingsSource source : sources) {
                Set<String> unknown = new TreeSet<>(source.names());
                unknown.removeIf(name -> Setting.named(name).isPresent());
                unknown.forEach(name ->
                        requireNotRenamed(source.description(), name, SharedSources.spelled(source, name)));
                if (!unknown.isEmpty()) {
                    reportUnknown(source, unknown);
                }
                for (Setting setting : Setting.values()) {
                    String value = source.value(setting.fullName());
                    if (value != null) {
                        texts.putIfAbsent(setting, value);
                    }
                }
            }
            return this;
        }

        /**
         * Checks every value and seals them.
         *
         * @return the settings
         * @throws IllegalArgumentException for the first value out of bounds, or if {@code redis-url} is missing
         */
        public Settings build() {
            return new Settings(this);
        }

        private void reportUnknown(SettingsSource source, Set<String> names) {
            if (source.isOwnedByApplication()) {
                throw unknown(source.description(), String.join(", ", names));
            }
            warnings.add("unknown in the " + source.description() + ", and ignored: " + names.stream()
                    .map(name -> SharedSources.spelled(source, name))
                    .toList());
        }

        /** In shared places too: no neighbour writes such a name, and what it asked for would silently be missing. */
        private static void requireNotRenamed(String place, String name, String spelled) {
            Setting.successor(name).ifPresent(successor -> {
                throw new IllegalArgumentException("Setting [" + spelled + "] in the " + place
                        + " is gone; set revocation." + successor);
            });
        }

        private static IllegalArgumentException unknown(String place, String names) {
            return new IllegalArgumentException("Unknown setting [" + names + "] in the " + place
                    + "; the settings are, each with the prefix revocation.: " + Setting.keys());
        }
    }
}
