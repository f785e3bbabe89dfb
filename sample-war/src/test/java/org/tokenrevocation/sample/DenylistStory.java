package org.tokenrevocation.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.net.http.HttpResponse;
import java.text.ParseException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.tokenrevocation.testing.Await;

/** What the story is besides in denylist mode: JWTs that the host validates, and a Redis that knows the dead alone. */
abstract class DenylistStory extends StoryContract {
    private static final String REVOKED = "token-revocation:{denylist}:revoked";

    @Test
    void logIn_rightPassword_signedPairAndNothingInRedis() throws ParseException {
        Set<String> before = redis().keys("*");
        long revoked = redis().zcard(REVOKED);
        HttpResponse<String> answer = caller.token(first(), "grant_type=password&username=alice&password=alice");
        Caller.Pair pair = Caller.Pair.of(answer);
        assertEquals(600, Caller.json(answer).path("expires_in").intValue());
        assertToken(pair.access(), "at+jwt", "api", 600);
        assertToken(pair.refresh(), "rt+jwt", "https://sample.invalid", 86_400);
        nodes().forEach(node -> assertEquals(200, caller.whoami(node, pair.access()).statusCode()));
        assertEquals(new TreeSet<>(before), new TreeSet<>(redis().keys("*")));
        assertEquals(revoked, redis().zcard(REVOKED));
        assertRevoked(caller.revoke(first(), pair.access(), "access"));
        assertEquals(revoked + 1, redis().zcard(REVOKED));
    }

    private static void assertToken(String token, String type, String audience, long life) throws ParseException {
        SignedJWT jwt = SignedJWT.parse(token);
        assertEquals(JWSAlgorithm.ES256, jwt.getHeader().getAlgorithm());
        assertEquals(type, jwt.getHeader().getType().getType());
        JWTClaimsSet claims = jwt.getJWTClaimsSet();
        assertEquals(List.of(audience), claims.getAudience());
        assertEquals("https://sample.invalid", claims.getIssuer());
        assertEquals("alice", claims.getSubject());
        assertEquals(life * 1000, claims.getExpirationTime().getTime() - claims.getIssueTime().getTime());
    }

    /** M1, M2 and M11 where the host accepts the spelling: the living token passes with it, the dead one does not. */
    @Test
    void whoami_otherSpellingOfRevokedToken_refused() {
        Caller.Pair pair = caller.logIn(first(), "bob");
        String respelled = pair.access() + "=";
        assertEquals(200, caller.whoami(last(), respelled).statusCode());
        assertRevoked(caller.revoke(first(), respelled, "access"));
        nodes().forEach(node -> assertRefused(caller.whoami(node, pair.access())));
        nodes().forEach(node -> assertRefused(caller.whoami(node, respelled)));
        nodes().forEach(node -> assertRefused(caller.whoami(node, pair.access() + "==")));
    }

    @Test
    void refresh_respelledAfterUse_fails() {
        Caller.Pair pair = caller.logIn(first(), "bob");
        Caller.Pair.of(caller.refresh(first(), pair.refresh()));
        assertInvalidGrant(caller.refresh(last(), pair.refresh() + "%3D"));
    }

    /** The filter only denies: what is not in the set is the host's to refuse, and it does. */
    @Test
    void whoami_tokenThatTheHostDoesNotAccept_refusedByTheHost() throws ParseException, JOSEException {
        Caller.Pair pair = caller.logIn(first(), "alice");
        JWTClaimsSet claims = SignedJWT.parse(pair.access()).getJWTClaimsSet();
        SignedJWT foreign = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(new JOSEObjectType("at+jwt")).keyID(SignedJWT.parse(pair.access()).getHeader().getKeyID()).build(),
                claims);
        foreign.sign(new ECDSASigner(new ECKeyGenerator(Curve.P_256).generate()));
        List<String> bad = List.of(pair.refresh(), foreign.serialize(), new PlainJWT(claims).serialize(), "opaque",
                pair.access().substring(0, pair.access().lastIndexOf('.')));
        for (URI node : nodes()) {
            for (String token : bad) {
                HttpResponse<String> answer = caller.whoami(node, token);
                assertEquals(401, answer.statusCode(), token);
                assertEquals("Bearer realm=\"api\", error=\"invalid_token\"",
                        answer.headers().firstValue("WWW-Authenticate").orElseThrow(), token);
            }
        }
    }

    @Test
    void refresh_accessToken_invalidGrantAndTokenLives() {
        Caller.Pair pair = caller.logIn(first(), "alice");
        assertInvalidGrant(caller.refresh(last(), pair.access()));
        assertEquals(200, caller.whoami(first(), pair.access()).statusCode());
    }

    /** R1: what is not ours is success and not one record more; a forged copy does not harm the token. */
    @Test
    void revoke_unknownOrForgedToken_successAndNothingStored() {
        Caller.Pair pair = caller.logIn(first(), "alice");
        String forged = pair.access().substring(0, pair.access().lastIndexOf('.')) + ".AAAA";
        Set<String> before = new TreeSet<>(redis().keys("*"));
        long revoked = redis().zcard(REVOKED);
        for (String token : List.of("unknown", forged, forged.replaceFirst("^e", "f"))) {
            assertRevoked(caller.revoke(first(), token, "access"));
        }
        assertEquals(before, new TreeSet<>(redis().keys("*")));
        assertEquals(revoked, redis().zcard(REVOKED));
        nodes().forEach(node -> assertEquals(200, caller.whoami(node, pair.access()).statusCode()));
    }

    @Test
    void health_revocationElsewhere_countedOnEveryNode() {
        assertRevoked(caller.revoke(first(), caller.logIn(first(), "bob").access(), "access"));
        long recorded = redis().zcard(REVOKED);
        assertNotEquals(0, recorded);
        nodes().forEach(node -> Await.until("every node holds all records",
                () -> Caller.json(caller.get(node, "health")).path("entries").longValue() == recorded));
        assertFalse(caller.get(first(), "health").body().contains("eyJ"));
    }
}
