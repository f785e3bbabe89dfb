package org.tokenrevocation.internal.settings;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tokenrevocation.internal.endpoint.BasicAuthentication;

/** Reads each setting's text into its value, one after the other; the first that is out of bounds stops. */
public final class SettingsReader {
    private final Map<Setting, String> texts;
    private final Map<Setting, Object> values = new EnumMap<>(Setting.class);

    public SettingsReader(Map<Setting, String> texts) {
        this.texts = texts;
    }

    public Map<Setting, Object> read() {
        readDurations();
        readNumbersAndChoices();
        readRequestRules();
        return values;
    }

    private void readDurations() {
        duration(Setting.EFFECT_BOUND, Duration.ofMillis(5), Duration.ofSeconds(10));
        duration(Setting.REDIS_TIMEOUT, Duration.ofMillis(10), Duration.ofSeconds(60));
        duration(Setting.CLOCK_LEEWAY, Duration.ZERO, Duration.ofHours(24));
        duration(Setting.MAX_TOKEN_LIFETIME, Duration.ofMinutes(1), Duration.ofDays(3650));
        duration(Setting.BODY_TIMEOUT, Duration.ofMillis(100), Duration.ofSeconds(60));
        duration(Setting.FOUNDING_WINDOW, Duration.ofMillis(500), Duration.ofSeconds(60));
        duration(Setting.REPEAT_WINDOW, Duration.ZERO, Duration.ofHours(24));
        checkFoundingWindow();
    }

    /** A new incarnation's registry begins empty, so nobody waits for those who still hold a lease of the last one. */
    private void checkFoundingWindow() {
        Duration bound = (Duration) values.get(Setting.EFFECT_BOUND);
        Duration window = (Duration) values.get(Setting.FOUNDING_WINDOW);
        if (window.compareTo(bound.multipliedBy(6).dividedBy(5)) < 0) {
            throw new IllegalArgumentException("Setting " + Setting.FOUNDING_WINDOW.fullName() + " must be at least 1.2 times "
                    + Setting.EFFECT_BOUND.fullName() + ", which is [" + text(Setting.EFFECT_BOUND) + "], but is ["
                    + text(Setting.FOUNDING_WINDOW) + "]; raise the former or lower the latter");
        }
    }

    private void readNumbersAndChoices() {
        number(Setting.MAX_ENTRIES, 1, 100_000_000);
        number(Setting.CACHE_SIZE, 0, 10_000_000);
        number(Setting.MAX_IN_FLIGHT, 1, 100_000);
        number(Setting.MAX_TOKEN_LENGTH, 256, 65_536);
        choice(Setting.MODE, "sessions", "denylist");
        choice(Setting.FAIL_POLICY, "closed", "open");
        choice(Setting.ACCEPT_UNVERIFIED, "false", "true", "anonymous");
        question(Setting.ENFORCE);
        question(Setting.REQUIRE_TOKEN);
        question(Setting.SERVE_ENDPOINT);
        question(Setting.JMX);
    }

    private void readRequestRules() {
        put(Setting.SCHEMES, SettingValues.httpTokens(Setting.SCHEMES, text(Setting.SCHEMES)));
        if (((List<?>) values.get(Setting.SCHEMES)).isEmpty()) {
            throw Setting.SCHEMES.refused(text(Setting.SCHEMES), "name at least one scheme, for example [Bearer]");
        }
        put(Setting.TOKEN_HEADERS, SettingValues.httpTokens(Setting.TOKEN_HEADERS, text(Setting.TOKEN_HEADERS)));
        put(Setting.TOKEN_COOKIES, SettingValues.httpTokens(Setting.TOKEN_COOKIES, text(Setting.TOKEN_COOKIES)));
        put(Setting.EXCLUDE, SettingValues.paths(Setting.EXCLUDE, text(Setting.EXCLUDE)));
        put(Setting.ENDPOINT, SettingValues.path(Setting.ENDPOINT, text(Setting.ENDPOINT)));
        put(Setting.REALM, SettingValues.realm(Setting.REALM, text(Setting.REALM)));
        put(Setting.CLIENT_CREDENTIALS, BasicAuthentication.parse(text(Setting.CLIENT_CREDENTIALS), text(Setting.REALM),
                remedy -> Setting.CLIENT_CREDENTIALS.refused("", remedy)));
        put(Setting.NAMESPACE, SettingValues.namespace(Setting.NAMESPACE, text(Setting.NAMESPACE)));
        put(Setting.INSTANCE_NAME, SettingValues.instanceName(Setting.INSTANCE_NAME, text(Setting.INSTANCE_NAME)));
        put(Setting.QUERY_PARAMETER,
                SettingValues.parameters(Setting.QUERY_PARAMETER, text(Setting.QUERY_PARAMETER)));
        put(Setting.TOKEN_SUBPROTOCOLS,
                SettingValues.subprotocols(Setting.TOKEN_SUBPROTOCOLS, text(Setting.TOKEN_SUBPROTOCOLS)));
        put(Setting.TOKEN_CHARACTERS,
                SettingValues.extraCharacters(Setting.TOKEN_CHARACTERS, text(Setting.TOKEN_CHARACTERS)));
        put(Setting.TOKEN_PATTERN,
                Optional.ofNullable(SettingValues.pattern(Setting.TOKEN_PATTERN, text(Setting.TOKEN_PATTERN))));
    }

    private String text(Setting setting) {
        return texts.get(setting);
    }

    private void put(Setting setting, Object value) {
        values.put(setting, value);
    }

    private void duration(Setting setting, Duration least, Duration most) {
        put(setting, SettingValues.duration(setting, text(setting), least, most));
    }

    private void number(Setting setting, int least, int most) {
        put(setting, SettingValues.number(setting, text(setting), least, most));
    }

    private void choice(Setting setting, String... allowed) {
        put(setting, SettingValues.choice(setting, text(setting), List.of(allowed)));
    }

    private void question(Setting setting) {
        put(setting, SettingValues.question(setting, text(setting)));
    }
}
