package org.tokenrevocation.sample.bench;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** What the hosts do with a request that was let in, and what tokens they are shown. */
enum Application {
    /** A short text, and does not even look at the token. */
    NOTHING("does nothing"),
    /** What a host must do with each JWT: verify it (RS256, with nimbus-jose-jwt), and read claims from it. */
    VALIDATES("validates a JWT");

    private static final int KEY_BITS = 2048;

    private final String words;

    Application(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    /** Its tokens; those that verify do so with the keys in this file, which is written anew. */
    List<String> tokens(int count, Path jwks) throws IOException, JOSEException {
        return this == NOTHING ? opaque(count) : signed(count, jwks);
    }

    static List<String> opaque(int count) {
        SecureRandom random = new SecureRandom();
        return Stream.generate(() -> {
            byte[] bytes = new byte[32];
            random.nextBytes(bytes);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        }).limit(count).toList();
    }

    /** About 730 characters each. */
    private static List<String> signed(int count, Path jwks) throws IOException, JOSEException {
        RSAKey key = new RSAKeyGenerator(KEY_BITS).keyID("bench").generate();
        Files.writeString(jwks, new JWKSet(key.toPublicJWK()).toString());
        RSASSASigner signer = new RSASSASigner(key);
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            SignedJWT jwt = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("bench").build(),
                    new JWTClaimsSet.Builder()
                            .issuer("https://issuer.example").audience("https://api.example").subject("alice-" + i)
                            .jwtID(UUID.randomUUID().toString()).expirationTime(Date.from(Instant.now().plusSeconds(36_000)))
                            .issueTime(new Date()).claim("client_id", "bench").claim("scope", "read write")
                            .claim("name", "Alice of Wonderland").claim("email", "alice@wonderland.example")
                            .build());
            jwt.sign(signer);
            tokens.add(jwt.serialize());
        }
        return tokens;
    }

    HttpServlet servlet(Path jwks) throws IOException, ParseException, JOSEException {
        return this == NOTHING ? new Idle() : new Validating(new RSASSAVerifier(
                JWKSet.load(jwks.toFile()).getKeyByKeyId("bench").toRSAKey()));
    }

    private static void answer(String subject, HttpServletResponse response) throws IOException {
        byte[] body = ("{\"sub\":\"" + subject + "\"}").getBytes(StandardCharsets.US_ASCII);
        response.setContentType("application/json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private static final class Idle extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            answer("alice", response);
        }
    }

    private static final class Validating extends HttpServlet {
        private static final long serialVersionUID = 1;
        private static final String SCHEME = "Bearer ";

        private final transient RSASSAVerifier verifier;

        Validating(RSASSAVerifier verifier) {
            this.verifier = verifier;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            try {
                SignedJWT jwt = SignedJWT.parse(request.getHeader("Authorization").substring(SCHEME.length()));
                JWTClaimsSet claims = jwt.getJWTClaimsSet();
                if (jwt.verify(verifier) && claims.getExpirationTime().after(new Date())) {
                    answer(claims.getSubject(), response);
                } else {
                    response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
                }
            } catch (ParseException | JOSEException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
