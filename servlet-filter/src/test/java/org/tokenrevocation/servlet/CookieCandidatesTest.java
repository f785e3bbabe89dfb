package org.tokenrevocation.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cookies as scripts and servlets write them: encoded once, and every text that a host may read from that. */
class CookieCandidatesTest {
    private static final String[] SESSIONS = {"token-cookies", "sid"};
    private static final String[] DENYLIST = {"token-cookies", "sid", "mode", "denylist", "accept-unverified", "anonymous"};

    private static Found in(String value, String... settings) {
        Found raw = Found.in(new FakeRequest().header("Cookie", "sid=" + value), settings);
        Found parsed = Found.in(new FakeRequest().cookie("sid", value), settings);
        assertEquals(raw, parsed, value);
        return raw;
    }

    @ParameterizedTest
    @CsvSource({
        "Bearer%20t,t", "bearer%20t,t", "DPoP%20t,t", "%20Bearer%20t,t", "Bearer%20a.b.c,a.b.c", "a%2Bb%2Fc%3D%3D,a+b/c==",
        "Bearer%20a%2Bb%2F,a+b/", "%74,t", "a%2bb,a+b", "\"Bearer%20t\",t", "Bearer+t,t", "Bearer+a%2Bb,a+b", "a+b,a+b", "+t,+t"
    })
    void find_encodedOnce_isDecodedOnce(String value, String token) {
        assertEquals(new Found(List.of(token), false), in(value, SESSIONS));
    }

    @Test
    void find_asUrlEncoderWrites_isDecoded() {
        for (String token : List.of("t", "a+b/c==", "a.b~c_d-e")) {
            String written = URLEncoder.encode("Bearer " + token, StandardCharsets.UTF_8);
            assertEquals(List.of(token), in(written, SESSIONS).tokens(), written);
            assertTrue(in(written, DENYLIST).tokens().contains(token), written);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "%", "t%", "t%2", "t%zz", "%u0074", "Bearer%2520t", "t%2574", "t%20u", "Bearer%20", "Bearer%20t%00", "t%C3%A9", "t%3Bx",
        "%22t%22", "%7B%22access_token%22%3A%22t%22%7D", "Bearer%C2%A0t", "Bearer%0At", "a%2Cb"
    })
    void find_encodedTwiceOrNoToken_isRefused(String value) {
        assertTrue(in(value, SESSIONS).isRefused(), value);
        assertTrue(in(value, DENYLIST).isRefused(), value);
    }

    /** In denylist mode an unlisted text is live, so whatever some host may read must be among the candidates. */
    @ParameterizedTest
    @CsvSource({
        "+t,t", "t+,t", "%20+t,t", "Bearer++t,t", "+Bearer+t,t", "a%2Bb,a+b", "a%41b,a41b", "a%41b,aAb", "%2B,2B", "Bearer+t,Bearer+t",
        "eyJh%2Bg.e30.c2ln,eyJh2Bg.e30.c2ln", "eyJh%2Bg.e30.c2ln,eyJh+g.e30.c2ln"
    })
    void find_inDenylistMode_eachReadingIsACandidate(String value, String reading) {
        Found found = in(value, DENYLIST);
        assertTrue(found.tokens().contains(reading), found.toString());
        assertFalse(found.hasFault(), found.toString());
    }

    @Test
    void find_percentSignInTokens_bothReadingsAreCandidates() {
        String[] settings = {"token-cookies", "sid", "token-characters", "%"};
        assertEquals(List.of("aAb", "a%41b"), in("a%41b", settings).tokens());
        assertEquals(List.of("a%b"), in("a%b", settings).tokens());
    }

    @Test
    void find_equalsSignInTokens_isPartOfTheToken() {
        assertEquals(List.of("a=b="), in("a=b=", "token-cookies", "sid", "token-characters", "=").tokens());
    }
}
