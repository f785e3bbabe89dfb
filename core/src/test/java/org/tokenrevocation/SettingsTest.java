package org.tokenrevocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tokenrevocation.internal.lease.Fence;
import org.tokenrevocation.internal.settings.Setting;
import org.tokenrevocation.internal.settings.SharedSources;
import org.tokenrevocation.internal.settings.UnverifiedPolicy;

/** Every setting's default, bound and error, and where values come from. */
class SettingsTest {
    private static final String URL = "redis://127.0.0.1";

    private static Settings with(String name, String value) {
        return Settings.builder().set("redis-url", URL).set(name, value).build();
    }

    private static String refusal(String name, String value) {
        return assertThrows(IllegalArgumentException.class, () -> with(name, value)).getMessage();
    }

    @Test
    void build_onlyRedisUrl_everyDefault() {
        Settings settings = Settings.builder().set("redis-url", URL).build();
        assertEquals(Mode.SESSIONS, settings.mode());
        assertEquals("session:access:{token}", settings.values().sessionKeys().access().toString());
        assertEquals("session:refresh:{token}", settings.values().sessionKeys().refresh().toString());
        assertEquals("token-revocation", settings.values().get(Setting.NAMESPACE));
        assertEquals(Duration.ofMillis(250), settings.effectBound());
        assertEquals(Duration.ofMillis(500), settings.redisTimeout());
        assertEquals(FailPolicy.CLOSED, settings.failPolicy());
        assertTrue(settings.isEnforced());
        assertEquals(Duration.ofMinutes(5), settings.clockLeeway());
        assertEquals(Duration.ofHours(24), settings.values().get(Setting.MAX_TOKEN_LIFETIME));
        assertEquals("", settings.values().get(Setting.JWT_KEYS));
        assertEquals(UnverifiedPolicy.FALSE, settings.values().get(Setting.ACCEPT_UNVERIFIED));
        assertEquals(1_000_000, settings.values().get(Setting.MAX_ENTRIES));
        assertEquals(100_000, settings.values().get(Setting.CACHE_SIZE));
        assertEquals(List.of("Bearer", "DPoP"), settings.schemes());
        assertEquals(List.of("access_token"), settings.queryParameters());
        assertEquals(List.of(), settings.tokenHeaders());
        assertEquals(List.of(), settings.tokenCookies());
        assertEquals(List.of(), settings.tokenSubprotocols());
        assertEquals("", settings.tokenCharacters());
        assertTrue(settings.values().get(Setting.TOKEN_PATTERN).isEmpty());
        assertEquals(List.of(), settings.exclusions());
        assertEquals("api", settings.realm());
        assertFalse(settings.isTokenRequired());
        assertEquals("/oauth/revoke-token", settings.endpoint());
        assertFalse(settings.isEndpointServed());
        assertEquals(Duration.ofSeconds(5), settings.bodyTimeout());
        assertEquals(256, settings.values().get(Setting.MAX_IN_FLIGHT));
        assertEquals(Duration.ofSeconds(1), settings.values().get(Setting.FOUNDING_WINDOW));
        assertEquals(Duration.ofHours(1), settings.values().get(Setting.REPEAT_WINDOW));
        assertEquals(Setting.keys(), List.copyOf(settings.masked().keySet()));
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0, 1s", "1, 0, 1, 1s", "2, 1, 1, 3s", "3, 1, 2, 3s", "4, 2, 2, 3s"})
    void build_replicas_acknowledgementsAndFoundingWindowAreDerived(
            int replicas, int leaseAcks, int revokeAcks, String window) {
        Settings settings = with("replicas", String.valueOf(replicas));
        assertEquals(new Fence(replicas, leaseAcks, revokeAcks), settings.values().fence());
        assertEquals(window, settings.masked().get("founding-window"));
        assertEquals(String.valueOf(revokeAcks), settings.masked().get("revoke-acks"));
        assertEquals(new Fence(2, 1, 1), settings.toBuilder().set("replicas", "2").build().values().fence(), "derived anew");
    }

    @Test
    void build_ownAcknowledgements_takenAndTheFoundingWindowIsShortWhereEveryCopyIsWhole() {
        Settings settings = Settings.builder().set("redis-url", URL).set("replicas", "2").set("lease-acks", "0")
                .set("revoke-acks", "2").build();
        assertEquals(new Fence(2, 0, 2), settings.values().fence());
        assertEquals(Duration.ofSeconds(1), settings.values().get(Setting.FOUNDING_WINDOW));
    }

    /** One server that acknowledged both, a lease and a revocation, is what the guarantee hangs on. */
    @Test
    void build_fewerAcknowledgementsThanReplicas_refusedWithAllThreeValues() {
        String words = assertThrows(IllegalArgumentException.class, () -> Settings.builder().set("redis-url", URL)
                .set("replicas", "3").set("lease-acks", "1").set("revoke-acks", "1").build()).getMessage();
        assertTrue(words.contains("revocation.lease-acks") && words.contains("revocation.revoke-acks")
                && words.contains("revocation.replicas [3], but are [1] and [1]"), words);
    }

    @Test
    void failoverWords_withAndWithoutReplicas_sayWhatIsCovered() {
        assertTrue(with("replicas", "0").values().failoverWords().contains("failovers of Redis are not covered"));
        assertTrue(with("replicas", "2").values().failoverWords().contains("covered for [2] servers besides the primary: [1]"));
    }

    /** Whoever founds a new incarnation knows nobody who still holds a lease of the last one. */
    @Test
    void build_foundingWindowShorterThanALease_refusedWithBothNamesAndValues() {
        Settings.Builder builder = Settings.builder().set("redis-url", URL).set("effect-bound", "1s");
        String message = assertThrows(IllegalArgumentException.class, builder.set("founding-window", "1199ms")::build)
                .getMessage();
        assertTrue(message.contains("revocation.founding-window") && message.contains("[1199ms]")
                && message.contains("revocation.effect-bound") && message.contains("[1s]"), message);
        assertEquals(Duration.ofMillis(1_200), builder.set("founding-window", "1200ms").build().values().get(Setting.FOUNDING_WINDOW));
    }

    @ParameterizedTest
    @CsvSource({
        "effect-bound,       5ms,  10s,   4ms,  10001ms",
        "redis-timeout,      10ms, 60s,   9ms,  60001ms",
        "clock-leeway,       0s,   24h,   -1s,  86400001ms",
        "max-token-lifetime, 1m,   3650d, 59s,  3651d",
        "body-timeout,       100ms, 60s,  99ms, 61s",
        "founding-window,    500ms, 60s,  499ms, 2m",
        "repeat-window,      0ms,  1d,    -1ms, 25h",
        "max-entries,        1,    100000000, 0, 100000001",
        "cache-size,         0,    10000000, -1, 10000001",
        "max-in-flight,      1,    100000, 0, 100001",
        "max-token-length,   256,  65536, 255,  65537",
    })
    void build_bounds_edgesTakenOutsideRefused(String name, String least, String most, String under, String over) {
        assertEquals(least, with(name, least).masked().get(name));
        Settings.Builder builder = Settings.builder().set("redis-url", URL).set("founding-window", "60s");
        assertEquals(most, builder.set(name, most).build().masked().get(name));
        assertNamesAll(name, under);
        assertNamesAll(name, over);
    }

    @ParameterizedTest
    @CsvSource(value = {
        "effect-bound|50",
        "effect-bound|''",
        "effect-bound|1.5s",
        "effect-bound|50 ms",
        "effect-bound|9999999999999s",
        "max-token-lifetime|999999999999d",
        "effect-bound|fast",
        "max-entries|many",
        "max-entries|1e6",
        "max-entries|99999999999999999999",
        "instance-name|two words",
        "instance-name|a=b",
        "mode|both",
        "mode|''",
        "fail-policy|ajar",
        "accept-unverified|yes",
        "enforce|1",
        "require-token|on",
        "serve-endpoint|maybe",
        "jmx|on",
        "schemes|''",
        "schemes| , ",
        "schemes|Bea rer",
        "token-headers|X:Y",
        "token-cookies|a=b",
        "query-parameter|a&b",
        "query-parameter|access_token,a;b",
        "query-parameter|access_token,a b",
        "token-subprotocols|{token}",
        "token-subprotocols|bearer,{base64url}",
        "token-subprotocols|auth.{sha256}",
        "token-subprotocols|{token}.auth",
        "token-subprotocols|bea rer",
        "token-characters|a",
        "token-characters|,",
        "token-characters|\"",
        "token-characters|{",
        "token-pattern|(",
        "exclude|relative",
        "exclude|/a/../b",
        "exclude|/a;x",
        "exclude|/a%2fb",
        "exclude|/a//b",
        "exclude|/public/",
        "exclude|/public/*",
        "exclude|/public/**",
        "exclude|/api/*/open",
        "exclude|/*",
        "exclude|/**",
        "exclude|/public/*.css",
        "exclude|/public/a?c",
        "exclude|/public?x=1",
        "exclude|/public#top",
        "exclude|/users/{id}",
        "exclude|/users/[0-9]+",
        "exclude|^/public",
        "exclude|/public$",
        "exclude|/public\\\\open",
        "exclude|/open,/public/*",
        "exclude|https://host/public",
        "endpoint|/oauth/*",
        "endpoint|/oauth/{action}",
        "endpoint|oauth",
        "endpoint|/oauth/./revoke",
        "endpoint|''",
        "realm|''",
        "realm|a\"b",
        "realm|a\\b",
        "namespace|''",
        "namespace|a b",
        "namespace|{a}",
        "session-key-access|plain",
        "session-key-refresh|r:{tok}",
    }, delimiter = '|')
    void build_badValue_refused(String name, String value) {
        assertNamesAll(name, value);
    }

    private static void assertNamesAll(String name, String value) {
        Setting<?> setting = Setting.named(name).orElseThrow();
        String message = refusal(name, value);
        assertTrue(message.startsWith("Setting revocation." + name + " must be " + setting.bound()), message);
        String shown = name.equals("exclude") ? "" : value;
        assertTrue(message.contains("[" + shown) && message.contains("]; "), message);
        assertFalse(message.endsWith("; "), message);
    }

    @ParameterizedTest
    @CsvSource({"token-cookies, 64", "token-subprotocols, 64", "namespace, 64", "realm, 128", "query-parameter, 64", "schemes, 64", "token-headers, 64"})
    void build_longestText_takenOneMoreRefused(String name, int length) {
        assertEquals("x".repeat(length), with(name, "x".repeat(length)).masked().get(name));
        assertNamesAll(name, "x".repeat(length + 1));
    }

    @Test
    void build_blanksAroundChoice_meansTheChoice() {
        assertEquals(Mode.DENYLIST, with("mode", " DenyList ").mode());
        assertEquals(FailPolicy.OPEN, with("fail-policy", " OPEN").failPolicy());
        assertFalse(with("enforce", "False ").isEnforced());
    }

    @Test
    void build_secretOutOfBounds_masked() {
        String message = refusal("redis-url", "http://user:hunter2@host");
        assertTrue(message.startsWith("Setting revocation.redis-url must be redis://"), message);
        assertTrue(message.contains("[masked]; "), message);
        assertFalse(message.contains("hunter2"), message);
    }

    @Test
    void masked_secrets_neverShown() {
        Settings settings = Settings.builder()
                .set("redis-url", "rediss://guard:hunter2@host:7000/3")
                .set("jwt-keys", "hmac:correct-horse")
                .build();
        assertEquals("rediss://guard:****@host:7000/3", settings.masked().get("redis-url"));
        assertEquals("(set)", settings.masked().get("jwt-keys"));
        assertFalse(settings.toString().contains("hunter2") || settings.toString().contains("correct-horse"));
    }

    @Test
    void build_withoutRedisUrl_refusedWithRemedy() {
        for (Settings.Builder builder : List.of(Settings.builder(), Settings.builder().set("redis-url", " "))) {
            String message = assertThrows(IllegalArgumentException.class, builder::build).getMessage();
            assertTrue(message.contains("revocation.redis-url is missing"), message);
            assertTrue(message.contains("REVOCATION_REDIS_URL"), message);
        }
    }

    @Test
    void set_unknownNameOrNull_refused() {
        String message = assertThrows(IllegalArgumentException.class,
                () -> Settings.builder().set("redis-uri", URL)).getMessage();
        assertTrue(message.contains("[redis-uri] in the builder") && message.contains("redis-url"), message);
        assertThrows(IllegalArgumentException.class, () -> Settings.builder().set("Mode", "sessions"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Settings.builder().set("mode", null))
                .getMessage().contains("revocation.mode"));
    }

    @Test
    void load_unknownNameInApplicationsOwnSource_refused() {
        SettingsSource own = source("context-param", Map.of("revocation.redis-uri", URL));
        String message = assertThrows(IllegalArgumentException.class, () -> Settings.builder().load(own)).getMessage();
        assertTrue(message.contains("[revocation.redis-uri] in the context-param"), message);
    }

    /** In the environment too, where a name that never was one gives a warning only. */
    @Test
    void load_endpointServlet_refusedAndNamesServeEndpoint() {
        List<SettingsSource> sources = List.of(source("context-param", Map.of("revocation.endpoint-servlet", "true")),
                SharedSources.environment(Map.of("REVOCATION_ENDPOINT_SERVLET", "false")));
        for (SettingsSource each : sources) {
            String message = assertThrows(IllegalArgumentException.class, () -> Settings.builder().load(each)).getMessage();
            assertTrue(message.contains("in the " + each.description()) && message.contains("set revocation.serve-endpoint"),
                    message);
        }
        assertThrows(IllegalArgumentException.class, () -> Settings.builder().set("endpoint-servlet", "true"));
    }

    @Test
    void load_unknownNamesInSharedSource_oneWarning() {
        SettingsSource environment = SharedSources.environment(Map.of(
                "REVOCATION_REDIS_URL", URL,
                "REVOCATION_PORT", "tcp://10.0.0.7:80",
                "REVOCATION_SERVICE_HOST", "10.0.0.7",
                "PATH", "/bin"));
        Settings settings = Settings.builder().load(environment).build();
        assertEquals(1, settings.warnings().size(), "neighbours may write dozens");
        String warning = settings.warnings().get(0);
        assertTrue(warning.contains("REVOCATION_PORT") && warning.contains("REVOCATION_SERVICE_HOST"), warning);
        assertFalse(warning.contains("10.0.0.7"), "values may be secrets: " + warning);
    }

    @Test
    @ResourceLock(Resources.SYSTEM_PROPERTIES)
    void load_systemProperties_foundAndUnknownWarned() {
        System.setProperty("revocation.redis-url", URL);
        System.setProperty("revocation.colour", "red");
        try {
            Settings settings = Settings.builder().load(SettingsSource.systemProperties()).build();
            assertEquals("redis://127.0.0.1:6379/0", settings.masked().get("redis-url"));
            assertTrue(settings.warnings().get(0).contains("revocation.colour"));
        } finally {
            System.clearProperty("revocation.redis-url");
            System.clearProperty("revocation.colour");
        }
    }

    @Test
    @ResourceLock(Resources.SYSTEM_PROPERTIES)
    void load_allSources_builderThenContextThenPropertyThenEnvironment() {
        System.setProperty("revocation.realm", "property");
        System.setProperty("revocation.namespace", "property");
        try {
            Settings settings = Settings.builder()
                    .load(source("context-param", Map.of(
                                    "revocation.realm", "context", "revocation.endpoint", "/context")),
                            SettingsSource.systemProperties(),
                            SharedSources.environment(Map.of(
                                    "REVOCATION_REDIS_URL", URL,
                                    "REVOCATION_REALM", "environment",
                                    "REVOCATION_NAMESPACE", "environment",
                                    "REVOCATION_SCHEMES", "Environment")))
                    .set("endpoint", "/builder")
                    .build();
            assertEquals("/builder", settings.endpoint());
            assertEquals("context", settings.realm());
            assertEquals("property", settings.values().get(Setting.NAMESPACE));
            assertEquals(List.of("Environment"), settings.schemes());
        } finally {
            System.clearProperty("revocation.realm");
            System.clearProperty("revocation.namespace");
        }
    }

    @ParameterizedTest
    @MethodSource("org.tokenrevocation.internal.settings.Setting#all")
    void environment_everySetting_roundTrips(Setting<?> setting) {
        String variable = SharedSources.environmentName(setting.fullName());
        assertTrue(variable.matches("REVOCATION_[A-Z]+(_[A-Z]+)*"), variable);
        SettingsSource environment = SharedSources.environment(Map.of(variable, "x"));
        assertEquals(Set.of(setting.fullName()), environment.names());
        assertEquals("x", environment.value(setting.fullName()));
        assertEquals(1, Setting.all().stream()
                .filter(other -> SharedSources.environmentName(other.fullName()).equals(variable))
                .count());
    }

    @Test
    void build_sessionKeyThatReachesOthers_refused() {
        // E22: {"token":"user:42"} must never delete the host's session:user:42.
        String message = refusal("session-key-access", "session:{token}");
        assertTrue(message.contains("revocation.session-key-access") && message.contains("[session:{token}]"), message);
        // Nor {"token":"user-42"} the host's sess-user-42.
        message = refusal("session-key-access", "sess-{token}");
        assertTrue(message.contains("revocation.session-key-access") && message.contains("{sha256}"), message);
        assertTrue(refusal("token-characters", ":").contains("revocation.token-characters"));
    }

    private static SettingsSource source(String description, Map<String, String> values) {
        return new SettingsSource() {
            @Override
            public String description() {
                return description;
            }

            @Override
            public Set<String> names() {
                return values.keySet();
            }

            @Override
            public String value(String name) {
                return values.get(name);
            }
        };
    }
}
