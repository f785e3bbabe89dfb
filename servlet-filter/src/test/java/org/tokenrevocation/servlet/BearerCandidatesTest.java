package org.tokenrevocation.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tokenrevocation.Settings;
import org.tokenrevocation.spi.request.Candidates;
import org.tokenrevocation.spi.request.TokenSearch;

/** The candidate rule, place by place (conformance F1 to F23 and neighbours). */
class BearerCandidatesTest {
    private static final String[] EXTRAS = {"token-headers", "X-Token,X-Other", "token-cookies", "sid"};

    @ParameterizedTest
    @CsvSource(ignoreLeadingAndTrailingWhitespace = false, delimiter = '|', value = {
        "Bearer t|t", "bearer t|t", "BEARER t|t", "bEaReR t|t", "DPoP t|t", "dpop t|t",
        "Bearer t==|t==", "Bearer  t|t", "Bearer \tt|t", "Bearer\tt|t", " Bearer t|t", "\tBearer t|t", "Bearer t |t",
        "Basic x, Bearer t|t", "Basic x,Bearer t|t", ",Bearer t|t", ", ,\tBearer t|t", "Basic x,\u00a0Bearer t|t",
        "\u00a0Bearer t|t", "\u2003Bearer t|t", "\ufeffBearer t|t", "\u200bBearer t|t",
        "Bearer a.b-c_d~e+f/g=|a.b-c_d~e+f/g=", "Bearer Bearer|Bearer", "Bearer token-revocation-probe"
            + "|token-revocation-probe"
    })
    void find_authorizationWithScheme_isCandidate(String value, String token) {
        Found found = Found.in(new FakeRequest().header("Authorization", value));
        assertEquals(new Found(List.of(token), false), found);
        assertFalse(found.isRefused());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "Bearer", "bearer", "DPoP", "Bearer ", "Bearer \t ", "Bearer:t", "Bearer: t", "Bearer=t", "Bearer\"t\"",
        "Bearer \"t\"", "Bearer t;x", "Bearer t; x=y", "Bearer an\"invalid\"token", "Bearer t x", "Bearer t\tx",
        "Bearer\u00a0t", "Bearer \u00a0t", "Bearer t\u00a0", "Bearer\u2003t", "Bearer\u000bt", "Bearer \u000bt",
        "Bearer t\u0000", "Bearer\r\n t", "Bearer \r\n t", "Bearer t\r\n", "Bearer a,b", "Bearer t,", "Bearer ,t",
        "Bearer ,Bearer t", "Bearer t, Basic x", "Bearer t, Bearer t,", "Bearer a, Bearer b", "Bearer a, DPoP b",
        "Basic x, Bearer", "Basic x, Bearer:t", "Basic x, Bearer a, Bearer b", "Digest u=\"a, Bearer t\", r=\"x\"",
        "BearerX t", "Bearert", "DPoPt", "Bearer =", "Bearer ==", "Bearer =t", "Bearer a=b", "Bearer t\u00e9", "Bearer %74",
        "Bearer user:42", "Bearer {t}", "Bearer t\\", "Bearer t*", "Bearer realm=\"x\""
    })
    void find_authorizationGoesOnWrongly_isRefused(String value) {
        assertTrue(Found.in(new FakeRequest().header("Authorization", value)).isRefused());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", " ", "Basic dXNlcjpwYXNz", "Negotiate YII=", "NTLM TlRM", "t", "Digest username=\"u\", realm=\"r\"", ",", ",,",
        "Token t", "Basic x, Digest y=z", "Bear t", "Beare", "xBearer t", "Basic Bearer t",
        "AWS4-HMAC-SHA256 Credential=x/y, SignedHeaders=host;x-amz-date, Signature=z"
    })
    void find_authorizationOfOtherScheme_isEmpty(String value) {
        assertEquals(new Found(List.of(), false), Found.in(new FakeRequest().header("Authorization", value)));
    }

    /** Proxies join equal fields. */
    @ParameterizedTest
    @ValueSource(strings = {"Bearer t, Bearer t", "Bearer t,Bearer t", "Bearer t ,\tbearer  t", "Bearer t, DPoP t",
        "Basic x, Bearer t, Bearer t", "Bearer t, Bearer t, Bearer t"})
    void find_sameTokenInJoinedFields_isOneCandidate(String value) {
        assertEquals(new Found(List.of("t"), false), Found.in(new FakeRequest().header("Authorization", value)));
        assertEquals(List.of("t"), Found.in(new FakeRequest().header("Authorization", value.replace("Basic x, ", "")),
                "token-headers", "Authorization").tokens());
    }

    @Test
    void find_sameTokenInJoinedExtraHeader_isOneCandidate() {
        for (String value : List.of("t,t", "t, t", "Bearer t, Bearer t", "Bearer t, t")) {
            assertEquals(new Found(List.of("t"), false), Found.in(new FakeRequest().header("X-Token", value), EXTRAS), value);
        }
        for (String value : List.of("t,u", "t,", ",t", "Bearer t, u", "t, \u00a0t", "Bearer t, Bearer")) {
            assertTrue(Found.in(new FakeRequest().header("X-Token", value), EXTRAS).isRefused(), value);
        }
    }

    @Test
    void find_faults_differentTokensAreAmbiguousBadTextIsMalformed() {
        for (String value : List.of("Bearer a, Bearer b", "Basic x, Bearer a, DPoP b")) {
            assertTrue(candidates(new FakeRequest().header("Authorization", value)).isAmbiguous(), value);
        }
        assertTrue(candidates(new FakeRequest().header("Authorization", "Bearer a").query("access_token=b")).isAmbiguous());
        for (String value : List.of("Bearer", "Bearer:t", "Basic x, Bearer", "DPoP")) {
            Candidates found = candidates(new FakeRequest().header("Authorization", value));
            assertTrue(found.hasFault() && !found.isAmbiguous(), value);
        }
    }

    private static Candidates candidates(FakeRequest request) {
        return new TokenSearch(Settings.builder().set("redis-url", "redis://127.0.0.1:1").build())
                .find(new ServletView(request.build()));
    }

    @Test
    void find_severalAuthorizationHeaders_eachIsChecked() {
        assertEquals(List.of("t"), authorizations("Basic x", "Bearer t").tokens());
        assertEquals(new Found(List.of("t"), false), authorizations("Bearer t", "bearer t"));
        assertEquals(new Found(List.of("t"), false), authorizations("Bearer t", "DPoP t"));
        assertTrue(authorizations("Bearer a", "Bearer b").hasFault());
        assertTrue(authorizations("Basic x", "Bearer a", "DPoP b").hasFault());
        assertTrue(authorizations("Bearer a", "Bearer").isRefused());
    }

    private static Found authorizations(String... values) {
        FakeRequest request = new FakeRequest();
        for (String value : values) {
            request.header("Authorization", value);
        }
        return Found.in(request);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "access_token=t", "x=1&access_token=t", "access_token=t&x=1", "access%5Ftoken=t", "access%5ftoken=t",
        "%61%63%63%65%73%73%5f%74%6f%6b%65%6e=%74", "access_token=%74", "access%u005Ftoken=t", "&&access_token=t",
        "access_token=t&access_token=t", "access_token=t&access_token=%74", "x=1;access_token=t", "=&access_token=t", "%&access_token=t",
        "access_token[]=t", "access_token%5B%5D=t", "access_token%5b0%5d=t", "access_token[a][b]=t", "access_token.x=t",
        "access%5Ftoken%2Evalue=t", "!access_token=t", "%21access_token=t", "!access_token[]=t", "x=1&access_token[]=t", "access_token[=t"
    })
    void find_queryInAnySpelling_isCandidate(String query) {
        assertEquals(new Found(List.of("t"), false), Found.in(new FakeRequest().query(query)));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "access_token", "access_token=", "access_token=&x=1", "x&access_token", "access_token=a+b", "access_token=+t", "access_token=t+",
        "access_token=%20t", "access_token=t%20", "access_token=t%00", "access_token=%", "access_token=t%2",
        "access_token=t%zz", "access_token=%u0074", "access_token=a&access_token=b", "access_token=t&access_token=",
        "access_token=t;x", "access_token=t;access_token=t", "access_token=Bearer%20t", "access_token=Bearer+t",
        "access_token[]", "access_token[]=", "access_token[0]=a&access_token[1]=b", "access_token[]=a&access_token=b",
        "access_token=t%C3%A9", "access_token=t,u", "access_token=t%0d%0a", "access_token;x=1", "access_token=%25",
    })
    void find_queryGoesOnWrongly_isRefused(String query) {
        assertTrue(Found.in(new FakeRequest().query(query)).isRefused());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "x=1", "access_tokens=t", "xaccess_token=t", "Access_Token=t", "x=access_token=t", "access%255Ftoken=t",
        "_access_token=on", "!!access_token=t", "access_token]=t", "x[access_token]=t", "access_token-x=t", "access_token%3D=t", "!",
        "access%5token=t", "x?access_token=t", "access+token=t", "access_token%20=t"
    })
    void find_queryOfOtherParameter_isEmpty(String query) {
        assertEquals(new Found(List.of(), false), Found.in(new FakeRequest().query(query)));
    }

    @Test
    void find_queryTokenWithEscapedPlus_isDecodedOnce() {
        assertEquals(List.of("a+b/c=="), Found.in(new FakeRequest().query("access_token=a%2Bb%2Fc%3D=")).tokens());
    }

    @Test
    void find_queryParameterSwitchedOff_isEmpty() {
        assertEquals(List.of(), Found.in(new FakeRequest().query("access_token=t"), "query-parameter", "").tokens());
    }

    @Test
    void find_severalQueryParameters_eachIsSearched() {
        String[] two = {"query-parameter", "token, access_token"};
        for (String query : List.of("token=t", "access_token=t", "token=t&access_token=t", "token%5B%5D=t")) {
            assertEquals(new Found(List.of("t"), false), Found.in(new FakeRequest().query(query), two), query);
        }
        assertTrue(Found.in(new FakeRequest().query("token=a&access_token=b"), two).hasFault());
        assertEquals(List.of(), Found.in(new FakeRequest().query("access_token=t"), "query-parameter", "token").tokens());
    }

    @Test
    void find_headerAndQuery_differentRefusedSameOnce() {
        FakeRequest different = new FakeRequest().header("Authorization", "Bearer a").query("access_token=b");
        FakeRequest same = new FakeRequest().header("Authorization", "Bearer a").query("access_token=%61");
        assertTrue(Found.in(different).hasFault());
        assertEquals(new Found(List.of("a"), false), Found.in(same));
    }

    @Test
    void find_dispatchWithQueryOfItsOwn_allQueriesAreSearched() {
        for (String attribute : List.of(RequestDispatcher.FORWARD_QUERY_STRING,
                RequestDispatcher.INCLUDE_QUERY_STRING, AsyncContext.ASYNC_QUERY_STRING)) {
            FakeRequest dispatched = new FakeRequest().dispatch(DispatcherType.FORWARD).query("x=1")
                    .attribute(attribute, "access_token=t");
            assertEquals(List.of("t"), Found.in(dispatched).tokens(), attribute);
        }
    }

    @Test
    void find_extraHeadersAndCookies_eachIsCheckedWithOrWithoutScheme() {
        FakeRequest request = new FakeRequest().header("Authorization", "Bearer a")
                .header("X-Token", "b").header("x-token", "Bearer c").header("X-Other", "dpop d")
                .cookie("sid", "e").cookie("other", "x").cookie("sid", "\"f\"");
        assertEquals(new Found(List.of("a", "b", "c", "d", "e", "f"), false), Found.in(request, EXTRAS));
    }

    /** Jersey splits the header at commas and without regard to quotes; Jetty does not. */
    @ParameterizedTest
    @ValueSource(strings = {
        "sid=t", "a=b;sid=t", "a=b; sid=t", "a=b,sid=t", "a=b, sid=t;c=d", "a=\"b; sid=t", "a=\"b,sid=t", "sid=\"t\"",
        "$Version=1; sid=\"t\"; $Path=/", "a;sid=t", "a=b;\tsid\t=\tt", "sid=;sid=t", "=;,sid=t,", "sid=t;sid=\"t\""
    })
    void find_cookieInRawHeader_isCandidate(String header) {
        assertEquals(List.of("t"), Found.in(new FakeRequest().header("Cookie", header), EXTRAS).tokens());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sid", "sid=", "sid=\"\"", "Sid=t", "xsid=t", "sidx=t", "a=sid", "a=sid=t", "sid;x=t", ";,;", "="})
    void find_noSuchCookieInRawHeader_isEmpty(String header) {
        assertEquals(new Found(List.of(), false), Found.in(new FakeRequest().header("Cookie", header), EXTRAS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sid=\"t", "a=\"b; sid=t\"", "sid=%7", "sid=a=b", "sid=t u", "sid=\"t\\\"", "sid=Bearer"})
    void find_cookieGoesOnWrongly_isRefused(String header) {
        assertTrue(Found.in(new FakeRequest().header("Cookie", header), EXTRAS).isRefused());
    }

    /** For hosts that take a token without a scheme: Authorization may be one of the headers. */
    @Test
    void find_authorizationAmongExtraHeaders_bareTokenIsCandidateToo() {
        for (String value : List.of("t", "Bearer t", "DPoP t")) {
            assertEquals(new Found(List.of("t"), false), Found.in(new FakeRequest().header("Authorization", value),
                    "token-headers", "Authorization"));
        }
    }

    @Test
    void find_extraHeadersNotConfigured_areIgnored() {
        assertEquals(List.of(), Found.in(new FakeRequest().header("X-Token", "b").cookie("sid", "e")).tokens());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "DPoP", "Bearer \"t\"", "t, u", "t;x", "Basic x", "t u", "\u00a0t", "\"t\"x"})
    void find_extraGoesOnWrongly_isRefused(String value) {
        assertTrue(Found.in(new FakeRequest().header("X-Token", value), EXTRAS).isRefused());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t"})
    void find_extraEmpty_isEmpty(String value) {
        assertEquals(new Found(List.of(), false), Found.in(new FakeRequest().header("X-Token", value), EXTRAS));
        assertEquals(new Found(List.of(), false), Found.in(new FakeRequest().cookie("sid", value), EXTRAS));
    }

    @Test
    void find_bareTokenThatBeginsLikeScheme_isCandidate() {
        assertEquals(List.of("dpop4x"), Found.in(new FakeRequest().header("X-Token", "dpop4x"), EXTRAS).tokens());
    }

    /** A search that went to the end for each piece would take minutes here. */
    @ParameterizedTest
    @ValueSource(strings = {"&", ";", ",", "=", " ", "a", "a,", "a;", "%", "Bearer", "access_token;", "sid=t;", ",sid", "x=&"})
    void find_piecesWithoutEnd_takesLinearTime(String piece) {
        String endless = piece.repeat(4_000_000 / piece.length());
        for (String header : List.of("Authorization", "Cookie", "X-Token")) {
            assertTrue(Found.in(new FakeRequest().header(header, endless), EXTRAS).tokens().size() <= Candidates.MOST);
        }
        assertTrue(Found.in(new FakeRequest().query(endless), EXTRAS).tokens().size() <= Candidates.MOST);
    }

    @Test
    void find_moreThanMost_isRefused() {
        FakeRequest request = new FakeRequest();
        for (int i = 0; i <= Candidates.MOST; i++) {
            assertFalse(Found.in(request, EXTRAS).isRefused());
            request.header("X-Token", "t" + i);
        }
        assertTrue(Found.in(request, EXTRAS).isRefused());
    }

    @Test
    void find_otherSchemes_areThoseOfTheSettings() {
        FakeRequest token = new FakeRequest().header("Authorization", "Token t");
        assertEquals(List.of("t"), Found.in(token, "schemes", "Token").tokens());
        assertEquals(List.of("t"), Found.in(new FakeRequest().header("Authorization", "To\u212aen t"),
                "schemes", "Token").tokens(), "the Kelvin sign equals k in equalsIgnoreCase");
        assertEquals(List.of("t"), Found.in(token, "schemes", "Tok,Token").tokens());
    }
}
