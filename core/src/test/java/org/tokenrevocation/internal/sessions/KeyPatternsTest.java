package org.tokenrevocation.internal.sessions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tokenrevocation.internal.identity.TokenGrammar;

class KeyPatternsTest {
    private static KeyPatterns parse(String access, String refresh, String namespace, String tokenCharacters) {
        return KeyPatterns.parse(access, refresh, namespace, tokenCharacters,
                (name, remedy) -> new IllegalArgumentException(name + " " + remedy));
    }

    @ParameterizedTest
    @CsvSource({
        "session:access:{token}, session:refresh:{token}",
        "a:{token}, b:{token}",
        "a:{token}:x, b:{token}:y",
        "a:{sha256}, b:{token}",
        "a:{sha256}, a:b:{sha256}",
        "a:{sha256}:x, a:{sha256}:y",
        "token-revocation:{sha256}, token-revocation:r:{sha256}",
        "{s}:{token}, {r}:{token}",
        "s#{token}, r#{token}",
        "{s}{token}, {r}{token}",
        "s:{{token}}, r:{{token}}",
        "s:{token}-x, r:{token}.x",
        "s-{sha256}, r/{sha256}",
    })
    void parse_legal_roundTrips(String access, String refresh) {
        KeyPatterns keys = parse(access, refresh, "token-revocation", "");
        assertEquals(access, keys.access().toString());
        assertEquals(refresh, keys.refresh().toString());
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', value = {
        "session:{token},         session:refresh:{token}, session-key-access",
        "a:{token},               a:{token},               session-key-refresh",
        "a:{sha256},              a:{sha256},              session-key-refresh",
        "a:{token},               a:b:{sha256},            session-key-access",
        "a:b:{sha256},            a:{token},               session-key-access",
        "a:{token}:x,             a:{token}:y,             session-key-access",
        "{token},                 b:{token},               session-key-access",
        "a:{token},               {sha256},                session-key-refresh",
        "\" {token}\",            b:{token},               session-key-access",
        "\"a:{token}\n\",         b:{token},               session-key-access",
        "a:,                      b:{token},               session-key-access",
        "a:{TOKEN},               b:{token},               session-key-access",
        "a:{token}{token},        b:{token},               session-key-access",
        "a:{sha256}{sha256},      b:{token},               session-key-access",
        "a:{token}{sha256},       b:{token},               session-key-access",
        "a:{sha256}{token},       b:{token},               session-key-access",
        "token-{token},           b:{token},               session-key-access",
        "sess-{token},            b:{token},               session-key-access",
        "b:{token},               x/{token},               session-key-refresh",
        "s.{token},               b:{token},               session-key-access",
        "s_{token},               b:{token},               session-key-access",
        "s~{token},               b:{token},               session-key-access",
        "s+{token},               b:{token},               session-key-access",
        "s={token},               b:{token},               session-key-access",
        "session{token},          b:{token},               session-key-access",
        "s:0{token},              b:{token},               session-key-access",
        "s-{sha256},              r-{token},               session-key-refresh",
        "a:{token},               token-revocation:{token}, session-key-refresh",
    })
    void parse_reachesOtherKeys_refused(String access, String refresh, String named) {
        String message = assertThrows(IllegalArgumentException.class,
                () -> parse(access, refresh, "token-revocation", "")).getMessage();
        assertTrue(message.startsWith(named + " "), message);
    }

    @Test
    void parse_colonInTokenCharacters_onlyWithHashedKeys() {
        assertEquals("a:", parse("a:{sha256}", "b:{sha256}", "n", ":").access().prefix());
        String message = assertThrows(IllegalArgumentException.class,
                () -> parse("a:{sha256}", "b:{token}", "n", "!:")).getMessage();
        assertTrue(message.startsWith("token-characters "), message);
    }

    @Test
    void parse_tokenCharacterBeforeToken_refusedInWords() {
        assertEquals("s#", parse("s#{token}", "b:{token}", "n", "!").access().prefix());
        String message = assertThrows(IllegalArgumentException.class,
                () -> parse("s#{token}", "b:{token}", "n", "!#")).getMessage();
        assertTrue(message.startsWith("session-key-access ") && message.contains("[#]")
                && message.contains("{sha256}"), message);
    }

    @Test
    void key_placeholders_tokenOrLowerCaseHexDigest() {
        assertEquals("a:t1:x", text(new KeyPattern("a:", ":x", false).key("t1")));
        assertEquals("a:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                text(new KeyPattern("a:", "", true).key("abc")));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Whoever may publish must not have a node delete anything but the two entries of one token. */
    @ParameterizedTest
    @CsvSource({
        "session:access:{token}, session:refresh:{token}, session:access:a.b, session:refresh:a.b, true",
        "session:access:{token}, session:refresh:{token}, session:access:a.b, session:refresh:c.d, false",
        "session:access:{token}, session:refresh:{token}, session:access:a:b, session:refresh:a:b, false",
        "session:access:{token}, session:refresh:{token}, session:user:1, session:user:1, false",
        "session:access:{token}, session:refresh:{token}, session:access:, session:refresh:, false",
        "a:{sha256}, r:{sha256}, a:x, r:x, false"
    })
    void isPair_keysThatSomebodyPublished_onlyThoseOfOneToken(
            String access, String refresh, String one, String other, boolean isPair) {
        KeyPatterns patterns = parse(access, refresh, "token-revocation", "");
        byte[][] keys = {one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8)};
        assertEquals(isPair, patterns.isPair(keys, new TokenGrammar("", 100)));
    }

    @Test
    void isPair_ownKeysHashedOrMixed_areThoseOfOneToken() {
        for (String refresh : new String[] {"r:{sha256}", "r:{token}"}) {
            KeyPatterns patterns = parse("a:{sha256}", refresh, "token-revocation", "");
            byte[][] keys = {patterns.access().key("token"), patterns.refresh().key("token")};
            assertTrue(patterns.isPair(keys, new TokenGrammar("", 100)));
        }
    }
}
