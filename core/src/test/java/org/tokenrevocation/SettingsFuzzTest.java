package org.tokenrevocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tokenrevocation.internal.identity.TokenGrammar;
import org.tokenrevocation.internal.sessions.KeyPattern;
import org.tokenrevocation.internal.sessions.KeyPatterns;
import org.tokenrevocation.internal.settings.Setting;
import org.tokenrevocation.testing.Choices;
import org.tokenrevocation.testing.Fuzzing;

/** Settings and key patterns of every shape: taken or refused in words, and what is taken is safe. */
class SettingsFuzzTest {
    private static final String SECRET = "Pa55w0rd-Pa55w0rd";
    private static final List<String> VALUES = List.of("", " ", "true", "false", "TRUE", "0", "-1", "1", "5", "50", "ms", "s",
            "m", "h", "d", "99999999999999999999", ".", ",", ":", "/", "//", "%", "%2e", ";", "..", "\"", "\\", "{token}",
            "{sha256}", "{", "}", "redis://", "rediss://", "@", "h", "6379", "[::1]", "[", "a", "b", "Bearer", "DPoP",
            "access_token", "(", "a+", "(a|a)*", "*", "?", "\u0000", "\n", "\u00e9", "\ud800", "closed", "open", "sessions",
            "denylist", "hmac:", "id:", "anonymous", "#", "?x=y", "'", "`", "\u2019", "\r", "\r\n",
            "\u00a0", "\u200b", "\ufeff", "/public", "/*", "/**", "{base64url}", "bearer", "|", "=");
    private static final List<String> REQUEST_RULES = List.of("schemes", "query-parameter", "token-headers", "token-cookies",
            "token-subprotocols", "exclude", "endpoint");
    private static final List<String> PATTERNS = List.of("session:", "access:", "refresh:", "s", "a", ":", "token-revocation",
            "{token}", "{token}", "{sha256}", "{", "}", "{denylist}", " ", "", ":x", "\u00e9");
    private static final List<String> TOKENS = List.of("a", "s", "access", "refresh", "-", ".", "/", "+", "~", "_", "=",
            "token-revocation", "x", "0");

    @Test
    void build_generatedValues_takenOrRefusedWithTheNameAndWithoutTheSecret() {
        List<Setting<?>> all = Setting.all();
        long runs = Fuzzing.drive("settings", 8_000, data -> {
            Choices choices = new Choices(data);
            Settings.Builder builder = Settings.builder().set("redis-url", "redis://u:" + SECRET + "@h")
                    .set("client-credentials", "");
            Setting<?> last = null;
            for (int i = 1 + choices.next(3); i > 0; i--) {
                last = all.get(choices.next(all.size()));
                String value = choices.row(VALUES, 6);
                builder.set(last.key(), last == Setting.REDIS_URL ? "redis://u:" + SECRET + "@" + value
                        : last.isSecret() ? value + SECRET : value);
            }
            try {
                assertFalse(builder.build().toString().contains(SECRET));
            } catch (IllegalArgumentException e) {
                assertTrue(e.getMessage().contains("revocation."), e.getMessage());
                assertFalse(e.getMessage().contains(SECRET), e.getMessage());
            }
        });
        assertTrue(runs > 0);
    }

    /** A name that no request can carry would guard nothing. */
    @Test
    void build_generatedRequestRules_onlyNamesThatRequestsCanCarry() {
        long[] taken = {0};
        long runs = Fuzzing.drive("request rules", 15_000, data -> {
            Choices choices = new Choices(data);
            String name = REQUEST_RULES.get(choices.next(REQUEST_RULES.size()));
            String value = choices.row(VALUES, 5);
            Settings settings;
            try {
                settings = Settings.builder().set("redis-url", "redis://h").set(name, value).build();
            } catch (IllegalArgumentException e) {
                assertTrue(e.getMessage().contains("revocation." + name), e.getMessage());
                assertTrue(e.getMessage().chars().noneMatch(Character::isISOControl), e.getMessage());
                return;
            }
            taken[0]++;
            for (List<String> names : List.of(settings.schemes(), settings.queryParameters(), settings.tokenHeaders(),
                    settings.tokenCookies(), settings.tokenSubprotocols())) {
                names.forEach(item -> assertTrue(item.matches("[!-~&&[^\"'`,;=\\s]]+"), item));
            }
            for (String path : settings.exclusions()) {
                assertFalse(path.matches(".*[*?{}\\[\\]|#;%\\s\\\\].*"), path);
            }
        });
        assertTrue(taken[0] > runs / 100, taken[0] + " of " + runs);
    }

    @Test
    void patterns_generated_noTokenSpellsAnotherKey() {
        TokenGrammar grammar = new TokenGrammar("", 16_384);
        long runs = Fuzzing.drive("key patterns", 25_000, data -> {
            Choices choices = new Choices(data);
            String namespace = choices.next(2) == 0 ? "token-revocation" : choices.row(PATTERNS, 2);
            KeyPatterns patterns;
            try {
                patterns = KeyPatterns.parse(choices.row(PATTERNS, 5), choices.row(PATTERNS, 5), namespace, "",
                        (key, remedy) -> new IllegalArgumentException(key + remedy));
            } catch (IllegalArgumentException e) {
                return;
            }
            String one = choices.row(TOKENS, 5);
            String other = choices.row(TOKENS, 5);
            if (!grammar.matches(one) || !grammar.matches(other)) {
                return;
            }
            for (KeyPattern pattern : List.of(patterns.access(), patterns.refresh())) {
                String key = text(pattern.key(one));
                assertTrue(key.startsWith(pattern.prefix()) && !pattern.prefix().isBlank());
                assertTrue(pattern.isHashed() || !key.startsWith(namespace), key);
                assertEquals(one.equals(other), key.equals(text(pattern.key(other))));
            }
            assertNotEquals(text(patterns.access().key(one)), text(patterns.refresh().key(other)));
        });
        assertTrue(runs > 0);
    }

    private static String text(byte[] key) {
        return new String(key, StandardCharsets.UTF_8);
    }
}
