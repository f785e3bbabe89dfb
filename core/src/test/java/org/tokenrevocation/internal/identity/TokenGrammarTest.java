package org.tokenrevocation.internal.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenGrammarTest {
    private static final String B64TOKEN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/";

    private final TokenGrammar grammar = new TokenGrammar("", 16_384);
    private final TokenGrammar wider = new TokenGrammar("?:", 16_384);

    /** Plain ones go eight characters at a time, others one by one: both must be the rule itself. */
    @Test
    void matches_everyCharacterAtEveryPlace_isExact() {
        for (int length = 1; length < 20; length++) {
            for (int at = 0; at < length; at++) {
                for (int c = 0; c < 0x300; c++) {
                    StringBuilder text = new StringBuilder("a".repeat(length));
                    text.setCharAt(at, (char) c);
                    boolean isPadding = c == '=' && at == length - 1 && length > 1;
                    boolean isToken = B64TOKEN.indexOf(c) >= 0 || isPadding;
                    String where = c + " at " + at + " of " + length;
                    assertEquals(isToken, grammar.matches(text.toString()), where);
                    assertEquals(isToken, grammar.matches(text), where);
                    assertEquals(isToken || c == '?' || c == ':', wider.matches(text.toString()), where);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "=", "==", "a=b", "=.a", "a.=.b", "a===.b", "a=.b=c", "a=~.b", "\ud800", "aaaaaaa\ud800", "aaaaaaaa\u2028",
        "aaaaaaaaaaaaaa\ud83d\ude00"})
    void matches_whatIsNoToken_isFalse(String text) {
        assertFalse(grammar.matches(text));
        assertFalse(wider.matches(text));
    }

    /** JWTs whose segments carry base64's padding, as the AWS load balancer writes them. */
    @ParameterizedTest
    @ValueSource(strings = {"eyJhbGciOiJIUzI1NiJ9.e30=.sig=", "eyJ0Ijox==.e30=.AAAA", "a=.b", "a==.b==.c==", "aaaaaaaaaaaaa==.b"})
    void matches_paddingBeforeADot_isTrue(String text) {
        assertTrue(grammar.matches(text));
        assertTrue(wider.matches(text));
    }

    @Test
    void matches_equalsSignAllowed_anywhereButNotAlone() {
        TokenGrammar withEquals = new TokenGrammar("=", 16_384);
        for (String token : List.of("a=b", "=a", "a=b=", "ATATT3xFfGF0_aBc-1=5E0A1C7B", "BAhJIgphYmNkZQY6BkVU--=0f1e2d==")) {
            assertTrue(withEquals.matches(token), token);
        }
        for (String text : List.of("", "=", "===", "a=b ", "a,b", "a{b")) {
            assertFalse(withEquals.matches(text), text);
        }
    }

    @Test
    void matches_longestTokenAndOneMore_isTheBound() {
        assertTrue(grammar.matches("a".repeat(16_384)));
        assertFalse(grammar.matches("a".repeat(16_384 + 1)));
    }
}
