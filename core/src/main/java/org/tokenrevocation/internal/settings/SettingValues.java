package org.tokenrevocation.internal.settings;

import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.tokenrevocation.ClientAuthenticator;
import org.tokenrevocation.internal.endpoint.BasicAuthentication;
import org.tokenrevocation.internal.sessions.KeyPatterns;

/** The checked values of all settings, secrets included. Immutable and thread-safe. */
public final class SettingValues {
    private final Map<Setting<?>, String> texts = new LinkedHashMap<>();
    private final Map<Setting<?>, Object> values = new IdentityHashMap<>();
    private final KeyPatterns sessionKeys;
    private final Optional<ClientAuthenticator> clientAuthenticator;
    private final Map<String, String> masked;

    /**
     * Reads each text in the order of the documentation, and takes the default where there is none.
     *
     * @throws IllegalArgumentException for the first value out of bounds, or if {@code redis-url} is missing
     */
    public SettingValues(Map<Setting<?>, String> given) {
        for (Setting<?> setting : Setting.all()) {
            String text = given.get(setting);
            texts.put(setting, text == null ? setting.defaultValue() : SettingText.cleaned(setting, text));
        }
        requireRedisUrl();
        Setting.all().forEach(setting -> values.put(setting, setting.read(text(setting))));
        checkFoundingWindow();
        clientAuthenticator = BasicAuthentication.parse(text(Setting.CLIENT_CREDENTIALS), get(Setting.REALM),
                remedy -> Setting.CLIENT_CREDENTIALS.refused("", remedy));
        sessionKeys = KeyPatterns.parse(get(Setting.SESSION_KEY_ACCESS), get(Setting.SESSION_KEY_REFRESH),
                get(Setting.NAMESPACE), get(Setting.TOKEN_CHARACTERS), this::refused);
        Map<String, String> shown = new LinkedHashMap<>();
        texts.forEach((setting, text) -> shown.put(setting.key(), masked(setting, text)));
        masked = Collections.unmodifiableMap(shown);
    }

    private void requireRedisUrl() {
        String url = text(Setting.REDIS_URL);
        if (url == null || url.isBlank()) {
            throw new IllegalArgumentException("Setting revocation.redis-url is missing: a guard without Redis would"
                    + " guard nothing. Set it as context-param or system property revocation.redis-url, or as"
                    + " environment variable REVOCATION_REDIS_URL, for example [redis://127.0.0.1:6379]");
        }
    }

    /** A new incarnation's registry begins empty, so nobody waits for those who still hold a lease of the last one. */
    private void checkFoundingWindow() {
        Duration bound = get(Setting.EFFECT_BOUND);
        Duration window = get(Setting.FOUNDING_WINDOW);
        if (window.compareTo(bound.multipliedBy(6).dividedBy(5)) < 0) {
            throw new IllegalArgumentException("Setting " + Setting.FOUNDING_WINDOW.fullName() + " must be at least 1.2 times "
                    + Setting.EFFECT_BOUND.fullName() + ", which is [" + text(Setting.EFFECT_BOUND) + "], but is ["
                    + text(Setting.FOUNDING_WINDOW) + "]; raise the former or lower the latter");
        }
    }

    private IllegalArgumentException refused(String key, String remedy) {
        Setting<?> setting = Setting.named(key).orElseThrow();
        return setting.refused(text(setting), remedy);
    }

    /** The effective texts of all settings, secrets included; immutable. */
    public Map<Setting<?>, String> texts() {
        return Collections.unmodifiableMap(texts);
    }

    /** The value of a setting. */
    @SuppressWarnings("unchecked")
    public <T> T get(Setting<T> setting) {
        return (T) values.get(setting);
    }

    /** What this node is called: {@code instance-name}, or the given name if that is empty. */
    public String instanceName(String given) {
        String name = get(Setting.INSTANCE_NAME);
        return name.isEmpty() ? given : name;
    }

    /** Where session entries lie. */
    public KeyPatterns sessionKeys() {
        return sessionKeys;
    }

    /** Who may call the endpoint by {@code client-credentials}; empty for everybody. */
    public Optional<ClientAuthenticator> clientAuthenticator() {
        return clientAuthenticator;
    }

    /** All effective values by short name in the order of the documentation, secrets masked; immutable, fit for a log. */
    public Map<String, String> masked() {
        return masked;
    }

    private String masked(Setting<?> setting, String text) {
        if (setting == Setting.REDIS_URL) {
            return get(Setting.REDIS_URL).toString();
        }
        return setting.isSecret() && !text.isEmpty() ? "(set)" : text;
    }

    private String text(Setting<?> setting) {
        return texts.get(setting);
    }
}
