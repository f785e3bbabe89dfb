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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tokenrevocation.internal.settings.Setting;
import org.tokenrevocation.internal.settings.SharedSources;

/** What shells, env files and editors leave around values: blanks are cut, the rest stops the start. */
class SettingTextTest {
    private static final String URL = "redis://127.0.0.1";

    private static Settings with(String name, String value) {
        return Settings.builder().set("redis-url", URL).set(name, value).build();
    }

    private static String refusal(String name, String value) {
        return assertThrows(IllegalArgumentException.class, () -> with(name, value)).getMessage();
    }

    private static SettingsSource source(Map<String, String> values) {
        return new SettingsSource() {
            @Override
            public String description() {
                return "context-param";
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

    /** An env file, a unit file or a YAML that keeps its quotes makes a name that never comes. */
    @ParameterizedTest
    @MethodSource("org.tokenrevocation.internal.settings.Setting#all")
    void build_quotedOrInvisible_refusedInWordsWhateverTheSetting(Setting<?> setting) {
        String good = setting == Setting.REDIS_URL ? URL : setting.defaultValue().length() < 2 ? "xy" : setting.defaultValue();
        for (String pair : List.of("''", "\"\"", "``", "\u2018\u2019", "\u201c\u201d")) {
            String message = refusal(setting.key(), pair.charAt(0) + good + pair.charAt(1));
            assertTrue(message.startsWith("Setting " + setting.fullName() + " must be "), message);
            assertTrue(message.contains("leave out the quotes"), message);
            assertTrue(refusal(setting.key(), " " + pair + "\r\n").contains("leave out the quotes"), "empty in quotes");
        }
        String half = good.substring(0, good.length() / 2);
        for (String invisible : List.of("\u0000", "\t", "\u001b", "\u007f", "\u00a0", "\u200b", "\ufeff", "\u2028")) {
            String message = refusal(setting.key(), half + invisible + good.substring(half.length()) + "x");
            assertTrue(message.startsWith("Setting " + setting.fullName() + " must be "), message);
            assertTrue(message.contains("invisible character"), message);
            assertFalse(message.contains(invisible), "written as an escape");
        }
        assertTrue(refusal(setting.key(), "\ufeff" + good).contains("invisible character"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '!', value = {
        "schemes|Bearer,'DPoP'", "schemes|'Bearer','DPoP'", "token-headers|X-A , \"X-B\" ", "token-cookies|`sid`,b",
        "query-parameter|access_token,'token'", "exclude|/a,'/b'", "token-subprotocols|bearer,\"auth.{token}\"",
        "jwt-keys|jwks:/a,'jwks:/b'", "client-credentials|'a:x',b:y"
    })
    void build_quotedItemOfList_refusedInWords(String name, String value) {
        assertTrue(refusal(name, value).contains("leave out the quotes"), refusal(name, value));
    }

    @Test
    void build_quoteAtOneEnd_isNoName() {
        for (String name : List.of("schemes", "token-headers", "token-cookies", "query-parameter", "token-subprotocols")) {
            for (String value : List.of("'Bearer", "Bearer'", "`Bearer", "\"Bearer", "Bearer,'DPoP")) {
                assertTrue(refusal(name, value).startsWith("Setting revocation." + name + " must be "), value);
            }
        }
    }

    @Test
    void build_itemsOfListWithoutCommas_refusedInWords() {
        for (String name : List.of("schemes", "token-headers", "token-cookies", "query-parameter", "exclude")) {
            assertTrue(refusal(name, "/A\n/B").contains("A\\u000a/B"), refusal(name, "/A\n/B"));
        }
    }

    @Test
    void build_blanksAndLineEndsAroundValuesAndItems_cut() {
        assertEquals(List.of("Bearer", "DPoP"), with("schemes", " Bearer ,\r\n  DPoP\r\n").schemes());
        assertEquals(List.of("X-Token"), with("token-headers", "X-Token\r").tokenHeaders());
        assertEquals(List.of("sid"), with("token-cookies", "\tsid ").tokenCookies());
        assertEquals(List.of("access_token", "token"), with("query-parameter", "access_token , token\r\n").queryParameters());
        assertEquals(List.of(), with("query-parameter", " ").queryParameters());
        assertEquals(List.of("/public"), with("exclude", " /public\r").exclusions());
        assertEquals("/revoke", with("endpoint", "/revoke\r\n").endpoint());
        assertEquals("[a-z]+", with("token-pattern", "[a-z]+ \r").values().get(Setting.TOKEN_PATTERN).orElseThrow().pattern());
        assertEquals("my 'api'", with("realm", " my 'api'\r").realm());
        assertEquals("|", with("token-characters", "|\r").tokenCharacters());
        assertEquals("ns", with("namespace", "ns\r\n").values().get(Setting.NAMESPACE));
        assertEquals(Duration.ofMillis(70), with("effect-bound", "70ms\r").effectBound());
        assertEquals(7, with("max-entries", " 7\r").values().get(Setting.MAX_ENTRIES));
        assertEquals("s:{token}", with("session-key-access", " s:{token}\r\n").values().sessionKeys().access().toString());
        assertEquals("redis://127.0.0.1:6379/0", Settings.builder().set("redis-url", URL + "\r\n").build().masked().get("redis-url"));
        assertEquals("token-revocation", with("namespace", "token-revocation").toBuilder().build().values().get(Setting.NAMESPACE));
    }

    /** From the environment, whose files are where the quotes come from; the other sources lead to the same place. */
    @Test
    void load_quotedInEnvironment_refusedInWords() {
        SettingsSource environment =
                SharedSources.environment(Map.of("REVOCATION_REDIS_URL", URL, "REVOCATION_SCHEMES", "'Bearer'"));
        for (SettingsSource source : List.of(environment,
                source(Map.of("revocation.redis-url", URL, "revocation.schemes", "'Bearer'")))) {
            String message = assertThrows(IllegalArgumentException.class,
                    () -> Settings.builder().load(source).build()).getMessage();
            assertTrue(message.contains("revocation.schemes") && message.contains("['Bearer']"), message);
        }
    }

    @Test
    void build_patternInExclude_remedyNamesWholeSegments() {
        for (String pattern : List.of("/public/*", "/public/**", "/api/*/open", "/a?b", "/a/{b}", "/public|/open", "^/a", "/a$")) {
            assertTrue(refusal("exclude", pattern).contains("whole segments, there are no patterns"), pattern);
        }
    }
}
