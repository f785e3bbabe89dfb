package org.tokenrevocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.CompressionAlgorithm;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEEncrypter;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWEDecryptionKeySelector;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tokenrevocation.internal.identity.IsolatedLibrary;
import org.tokenrevocation.testing.Await;
import org.tokenrevocation.testing.RedisServer;
import redis.clients.jedis.RedisClient;

/** Hosts take a signed token bare or sealed, and anybody can seal one with the host's public key: it stays one token. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SealedTokenIT {
    private static final String REVOKED = "token-revocation:{denylist}:revoked";

    private final RedisServer redis = RedisServer.launch();
    private final RedisClient jedis = redis.client();
    private ECKey signer;
    private RSAKey rsa;
    private ECKey ec;
    private RSAKey strange;
    private Path keys;
    private TokenRevocation one;
    private TokenRevocation other;
    private TokenRevocation keyless;

    /** Every way to seal that is tried. */
    enum Seal {
        RSA, EC, COMPRESSED, TWICE, BLANKS_INSIDE
    }

    @BeforeAll
    void open(@TempDir Path folder) throws Exception {
        signer = new ECKeyGenerator(Curve.P_256).keyID("signer").generate();
        rsa = new RSAKeyGenerator(2048).keyID("rsa").generate();
        ec = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
        strange = new RSAKeyGenerator(2048).keyID("rsa").generate();
        Path signers = Files.writeString(folder.resolve("signers"), set(signer.toPublicJWK()));
        keys = Files.writeString(folder.resolve("keys"), set(rsa, ec));
        one = node("one", "jwks:" + signers + ",jwks:" + keys + ";zip=true");
        other = node("other", "jwks:" + signers + ",jwks:" + keys + ";zip=true");
        keyless = node("keyless", "jwks:" + signers);
        for (TokenRevocation node : List.of(one, other, keyless)) {
            Await.untilUp(node);
        }
    }

    @AfterAll
    void close() {
        one.close();
        other.close();
        keyless.close();
        jedis.close();
        redis.close();
    }

    private TokenRevocation node(String name, String jwtKeys) {
        return TokenRevocation.open(name, Settings.builder().set("redis-url", redis.url()).set("mode", "denylist")
                .set("jwt-keys", jwtKeys).build());
    }

    private static String set(JWK... jwks) {
        return new JWKSet(List.of(jwks)).toString(false);
    }

    private String token() throws JOSEException {
        JWTClaimsSet claims = new JWTClaimsSet.Builder().subject("alice").jwtID(UUID.randomUUID().toString())
                .expirationTime(Date.from(Instant.now().plusSeconds(600))).build();
        SignedJWT jwt = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("signer").build(), claims);
        jwt.sign(new ECDSASigner(signer));
        return jwt.serialize();
    }

    private String sealed(Seal how, String token) throws JOSEException {
        return switch (how) {
            case RSA -> sealed(JWEAlgorithm.RSA_OAEP_256, new RSAEncrypter(rsa), false, token);
            case EC -> sealed(JWEAlgorithm.ECDH_ES_A128KW, new ECDHEncrypter(ec), false, token);
            case COMPRESSED -> sealed(JWEAlgorithm.ECDH_ES, new ECDHEncrypter(ec), true, token);
            case TWICE -> sealed(Seal.EC, sealed(Seal.RSA, token));
            case BLANKS_INSIDE -> sealed(Seal.RSA, "\n " + token + "\t");
        };
    }

    private static String sealed(JWEAlgorithm algorithm, JWEEncrypter encrypter, boolean isCompressed, String token)
            throws JOSEException {
        JWEHeader.Builder header = new JWEHeader.Builder(algorithm, EncryptionMethod.A128GCM).contentType("JWT")
                .keyID(algorithm.getName().startsWith("RSA") ? "rsa" : "ec");
        JWEObject jwe = new JWEObject(
                (isCompressed ? header.compressionAlgorithm(CompressionAlgorithm.DEF) : header).build(), new Payload(token));
        jwe.encrypt(encrypter);
        return jwe.serialize();
    }

    /** Why all this: without it the cases below would prove nothing. */
    @Test
    void hosts_tokenBareOrSealed_acceptEither() throws Exception {
        String token = token();
        List<String> both = List.of(token, sealed(Seal.RSA, token), sealed(Seal.EC, token), sealed(Seal.COMPRESSED, token));
        try (IsolatedLibrary jose4j = new IsolatedLibrary("jose4j")) {
            for (String spelled : both) {
                assertTrue(nimbusAccepts(spelled), "nimbus: " + spelled);
                assertTrue(jose4j.accepts(candidate -> jose4jAccepts(jose4j, candidate), spelled), "jose4j: " + spelled);
            }
            String twice = sealed(Seal.TWICE, token);
            assertTrue(jose4j.accepts(candidate -> jose4jAccepts(jose4j, candidate), twice), "jose4j: " + twice);
        }
    }

    /** Small ones are large inside, so the operator asks for them. Until then nobody can tell what is inside. */
    @Test
    void verdict_compressedAndNoEntryAsksForIt_undecidedAndNotRevocable() throws Exception {
        String compressed = sealed(Seal.COMPRESSED, token());
        try (TokenRevocation node = node("plain", "jwks:" + keys)) {
            Await.untilUp(node);
            assertEquals(Verdict.UNDECIDED, node.verdict(compressed));
            assertThrows(RevocationUnavailableException.class, () -> node.revoke(compressed));
        }
        String large = sealed(Seal.COMPRESSED, token() + " ".repeat(10_000_000));
        assertEquals(Verdict.UNDECIDED, one.verdict(large));
        assertThrows(RevocationUnavailableException.class, () -> one.revoke(large));
    }

    private boolean nimbusAccepts(String token) throws ParseException, JOSEException {
        DefaultJWTProcessor<SecurityContext> host = new DefaultJWTProcessor<>();
        ImmutableJWKSet<SecurityContext> set = new ImmutableJWKSet<>(new JWKSet(List.of(signer, rsa, ec)));
        host.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.ES256, set));
        JWEAlgorithm algorithm = token.split("\\.").length == 3 ? JWEAlgorithm.DIR : JWEObject.parse(token).getHeader().getAlgorithm();
        host.setJWEKeySelector(new JWEDecryptionKeySelector<>(algorithm, EncryptionMethod.A128GCM, set));
        try {
            return host.process(token, null).getSubject().equals("alice");
        } catch (BadJOSEException refused) {
            return false;
        }
    }

    private boolean jose4jAccepts(IsolatedLibrary jose4j, String token) throws ReflectiveOperationException {
        Object resolver = jose4j.create("org.jose4j.keys.resolvers.JwksDecryptionKeyResolver", jsonWebKeys(jose4j));
        Object builder = jose4j.create("org.jose4j.jwt.consumer.JwtConsumerBuilder");
        IsolatedLibrary.call(builder, "setDecryptionKeyResolver", resolver);
        try {
            IsolatedLibrary.call(builder, "setVerificationKey", signer.toECPublicKey());
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        Object consumer = IsolatedLibrary.call(builder, "build");
        return IsolatedLibrary.call(consumer, "processToClaims", token) != null;
    }

    private Object jsonWebKeys(IsolatedLibrary jose4j) throws ReflectiveOperationException {
        Object set = jose4j.create("org.jose4j.jwk.JsonWebKeySet", set(rsa, ec));
        return IsolatedLibrary.call(set, "getJsonWebKeys");
    }

    @ParameterizedTest
    @EnumSource
    void revoke_bareToken_everySealingRefused(Seal how) throws Exception {
        String token = token();
        String early = sealed(how, token);
        assertEquals(Verdict.LIVE, other.verdict(early));
        one.revoke(token);
        assertEquals(Verdict.REVOKED, other.verdict(early));
        assertEquals(Verdict.REVOKED, other.verdict(sealed(how, token)));
        assertEquals(Verdict.LIVE, other.verdict(sealed(how, token())));
    }

    @ParameterizedTest
    @EnumSource
    void revoke_sealedToken_bareTokenAndOtherSealingsRefused(Seal how) throws Exception {
        String token = token();
        String first = sealed(how, token);
        one.revoke(first);
        assertEquals(Verdict.REVOKED, other.verdict(first));
        assertEquals(Verdict.REVOKED, other.verdict(token));
        assertEquals(Verdict.REVOKED, other.verdict(sealed(Seal.RSA, token)));
        assertEquals(Verdict.REVOKED, keyless.verdict(token));
        assertEquals(Verdict.REVOKED, keyless.verdict(first), "a node without the private key knows the sealing that was revoked");
    }

    @Test
    void revoke_oneTokenSealedOften_recordedOnce() throws Exception {
        String token = token();
        List<String> sealings = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            sealings.add(sealed(i % 2 == 0 ? Seal.RSA : Seal.EC, token));
        }
        long before = jedis.zcard(REVOKED);
        one.revokeAll(sealings.subList(0, 10)).toCompletableFuture().join();
        assertEquals(before + 2, jedis.zcard(REVOKED), "the token inside, and the first sealing for nodes without the key");
        one.revokeAll(sealings.subList(10, 20)).toCompletableFuture().join();
        other.revoke(sealings.get(19));
        other.revoke(token);
        assertEquals(before + 2, jedis.zcard(REVOKED));
        sealings.forEach(sealing -> assertEquals(Verdict.REVOKED, other.verdict(sealing)));
    }

    /** Key and tag are no part of a sealed token's identity: what was found behind one pair says nothing about another. */
    @Test
    void verdict_junkSealingOfTheSameCiphertextFirst_theGenuineOneIsOpenedAllTheSame() throws Exception {
        String token = token();
        one.revoke(token);
        String[] parts = sealed(Seal.RSA, token).split("\\.");
        String genuine = String.join(".", parts);
        String junkTag = String.join(".", parts[0], parts[1], parts[2], parts[3], "AAAAAAAAAAAAAAAAAAAAAA");
        String junkKey = String.join(".", parts[0], "AAAA", parts[2], parts[3], parts[4]);
        assertEquals(Verdict.LIVE, other.verdict(junkTag), "no host opens it");
        assertEquals(Verdict.LIVE, other.verdict(junkKey));
        assertEquals(Verdict.REVOKED, other.verdict(genuine));
    }

    @Test
    void verdict_respelledTokenInside_isTheSameOrMalformed() throws Exception {
        String token = token();
        one.revoke(token);
        String[] parts = token.split("\\.");
        assertEquals(Verdict.REVOKED, other.verdict(sealed(Seal.RSA, token + "\u00e9~=")));
        assertEquals(Verdict.REVOKED, other.verdict(sealed(Seal.RSA,
                parts[0] + "." + parts[1] + "=".repeat((4 - parts[1].length() % 4) % 4) + "." + parts[2])));
        for (String inside : List.of("\ufeff" + token, "!" + token, "\"" + token + "\"", parts[0] + "=x." + parts[1] + "." + parts[2],
                parts[0] + "." + parts[1] + "\u00e9." + parts[2])) {
            assertEquals(Verdict.MALFORMED, other.verdict(sealed(Seal.RSA, inside)));
        }
    }

    @Test
    void verdict_sealedTooOften_isMalformed() throws Exception {
        String token = token();
        for (int i = 0; i < 4; i++) {
            token = sealed(Seal.EC, token);
            assertEquals(Verdict.LIVE, other.verdict(token), "sealed " + (i + 1) + " times");
        }
        assertEquals(Verdict.MALFORMED, other.verdict(sealed(Seal.EC, token)));
    }

    /** What the keys do not open, and what holds no token, has the sealed token's own identity. */
    @Test
    void verdict_notOursOrNoTokenInside_isJudgedAsItIs() throws Exception {
        assertEquals(Verdict.LIVE, other.verdict(
                sealed(JWEAlgorithm.RSA_OAEP_256, new RSAEncrypter(strange), false, token())));
        for (String inside : List.of("{\"sub\":\"\u00e9\"}", "", "opaque", "eyJ", "{\"e\":\"" + token() + "\"}")) {
            assertEquals(Verdict.LIVE, other.verdict(sealed(Seal.RSA, inside)), inside);
        }
    }

    @Test
    void verdict_withoutThePrivateKey_onlyTheTokenAsItWasRevokedIsRefused() throws Exception {
        String token = token();
        keyless.revoke(token);
        assertEquals(Verdict.REVOKED, keyless.verdict(token));
        assertEquals(Verdict.LIVE, keyless.verdict(sealed(Seal.RSA, token)), "the documents name it");
    }

    @Test
    void verdict_keysChangeOrCannotBeHad_judgedAnewOrUndecided() throws Exception {
        String token = token();
        one.revoke(token);
        RSAKey added = new RSAKeyGenerator(2048).keyID("added").generate();
        String sealed = sealed(JWEAlgorithm.RSA_OAEP_256, new RSAEncrypter(added), false, token);
        Path changing = Files.writeString(Files.createTempFile(keys.getParent(), "changing", ""), set(rsa));
        try (TokenRevocation node = node("changing", "jwks:" + changing)) {
            Await.untilUp(node);
            assertEquals(Verdict.LIVE, node.verdict(sealed));
            replace(changing, "");
            assertEquals(Verdict.UNDECIDED, node.verdict(sealed(JWEAlgorithm.RSA_OAEP_256, new RSAEncrypter(added), false, token)));
            assertEquals(Verdict.REVOKED, node.verdict(sealed(Seal.RSA, token)), "what opens is known");
            Await.until("a negative answer does not outlive its second", () -> node.verdict(sealed) == Verdict.UNDECIDED);
            replace(changing, set(rsa, added));
            Await.until("the new key opens it", () -> node.verdict(sealed) == Verdict.REVOKED);
        }
    }

    private static void replace(Path file, String content) throws IOException {
        Path next = Files.writeString(Files.createTempFile(file.getParent(), "next", ""), content);
        Files.move(next, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }

    /** As the AWS load balancer writes them. */
    @Test
    void revoke_paddedToken_everyPaddingRefused() throws Exception {
        for (String end : List.of("", " ", "  ")) {
            JWSHeader header = JWSHeader.parse("{\"alg\":\"ES256\",\"kid\":\"signer\"}");
            String claims = "{\"jti\":\"" + UUID.randomUUID() + "\"}" + end;
            String input = padded(com.nimbusds.jose.util.Base64URL.encode("{\"alg\":\"ES256\",\"kid\":\"signer\"}" + end).toString())
                    + "." + padded(com.nimbusds.jose.util.Base64URL.encode(claims).toString());
            String signature = padded(new ECDSASigner(signer).sign(header, input.getBytes()).toString());
            String token = input + "." + signature;
            assertEquals(Verdict.LIVE, other.verdict(token));
            one.revoke(token);
            assertEquals(Verdict.REVOKED, other.verdict(token));
            assertEquals(Verdict.REVOKED, other.verdict(token.replace("=", "")));
            assertNotEquals(Verdict.LIVE, other.verdict(input.replace(".", "=.") + "." + signature));
        }
    }

    private static String padded(String segment) {
        return segment + "=".repeat((4 - segment.length() % 4) % 4);
    }
}
