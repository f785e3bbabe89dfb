package org.tokenrevocation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.tokenrevocation.internal.settings.Setting;
import org.tokenrevocation.internal.settings.SettingValues;
import org.tokenrevocation.internal.settings.SharedSources;

/**
 * The settings of one instance: checked when built, immutable and thread-safe afterwards.
 *
 * <p>Each is named {@code revocation.} + kebab-case everywhere; the documentation (settings.md) states meaning,
 * unit, default and bound of all. A bad value is an {@link IllegalArgumentException} that names the setting, its bound,
 * the given value in [brackets] and the remedy.
 */
public final class Settings {
    /** The texts that some source has set. */
    private final Map<Setting<?>, String> given;
    private final List<String> warnings;
    private final SettingValues values;

    private Settings(Builder builder) {
        warnings = List.copyOf(builder.warnings);
        given = Map.copyOf(builder.texts);
        values = new SettingValues(given);
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
        builder.texts.putAll(given);
        return builder;
    }

    /** Which truth Redis holds. @return {@code mode} */
    public Mode mode() {
        return values.get(Setting.MODE);
    }

    /** L of the guarantee: no node answers from memory older than this. @return {@code effect-bound} */
    public Duration effectBound() {
        return values.get(Setting.EFFECT_BOUND);
    }

    /** The longest that anything waits for Redis, a whole look-up included. @return {@code redis-timeout} */
    public Duration redisTimeout() {
        return values.get(Setting.REDIS_TIMEOUT);
    }

    /** What to do when a token cannot be judged. @return {@code fail-policy} */
    public FailPolicy failPolicy() {
        return values.get(Setting.FAIL_POLICY);
    }

    /** Whether refusals refuse, or (shadow mode) are only counted. @return {@code enforce} */
    public boolean isEnforced() {
        return values.get(Setting.ENFORCE);
    }

    /** How long after its expiry a token may still be accepted somewhere. @return {@code clock-leeway} */
    public Duration clockLeeway() {
        return values.get(Setting.CLOCK_LEEWAY);
    }

    /** The authentication schemes that carry a token. @return {@code schemes}, as written */
    public List<String> schemes() {
        return values.get(Setting.SCHEMES);
    }

    /** The query parameters that carry a token. @return {@code query-parameter}; empty for none */
    public List<String> queryParameters() {
        return values.get(Setting.QUERY_PARAMETER);
    }

    /** Further headers that carry a token, with or without a scheme. @return {@code token-headers} */
    public List<String> tokenHeaders() {
        return values.get(Setting.TOKEN_HEADERS);
    }

    /** Cookies that carry a token, with or without a scheme. @return {@code token-cookies} */
    public List<String> tokenCookies() {
        return values.get(Setting.TOKEN_COOKIES);
    }

    /**
     * How WebSocket subprotocols carry a token: a name alone if the token is the next subprotocol of the list, a name
     * with {@code {token}} or {@code {base64url}} at its end if the same subprotocol goes on with the token.
     *
     * @return {@code token-subprotocols}
     */
    public List<String> tokenSubprotocols() {
        return values.get(Setting.TOKEN_SUBPROTOCOLS);
    }

    /** What the token grammar allows beyond RFC 6750's b64token. @return {@code token-characters} */
    public String tokenCharacters() {
        return values.get(Setting.TOKEN_CHARACTERS);
    }

    /** Decoded paths that the filter leaves alone, by whole segments. @return {@code exclude} */
    public List<String> exclusions() {
        return values.get(Setting.EXCLUDE);
    }

    /** The realm of the challenge. @return {@code realm} */
    public String realm() {
        return values.get(Setting.REALM);
    }

    /** Whether a request without a token is refused. @return {@code require-token} */
    public boolean isTokenRequired() {
        return values.get(Setting.REQUIRE_TOKEN);
    }

    /** The decoded path of the revocation endpoint. @return {@code endpoint} */
    public String endpoint() {
        return values.get(Setting.ENDPOINT);
    }

    /** Whether the filter answers at the endpoint itself. @return {@code serve-endpoint} */
    public boolean isEndpointServed() {
        return values.get(Setting.SERVE_ENDPOINT);
    }

    /** Where authenticated clients end all tokens of a cut-off. @return {@code revocations-endpoint}; empty if nowhere */
    public Optional<String> revocationsEndpoint() {
        return values.get(Setting.REVOCATIONS_ENDPOINT);
    }

    /** Where logout tokens are taken. @return {@code backchannel-logout}; empty if nowhere */
    public Optional<String> backchannelLogout() {
        return values.get(Setting.BACKCHANNEL_LOGOUT);
    }

    /** How long the body of a revocation may take. @return {@code body-timeout} */
    public Duration bodyTimeout() {
        return values.get(Setting.BODY_TIMEOUT);
    }

    /** All effective values by short name in the order of the documentation, secrets masked; immutable, fit for a log. */
    Map<String, String> masked() {
        return values.masked();
    }

    @Override
    public String toString() {
        return masked().toString();
    }

    /** The checked values, secrets among them; for what this package starts. */
    SettingValues values() {
        return values;
    }

    List<String> warnings() {
        return warnings;
    }

    /** Collects values: what is set here wins, then what is loaded first. For one thread. */
    public static final class Builder {
        private final Map<Setting<?>, String> texts = new HashMap<>();
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
            Setting<?> setting = Setting.named(name).orElseThrow(() -> unknown("builder", name));
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
                for (Setting<?> setting : Setting.all()) {
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
