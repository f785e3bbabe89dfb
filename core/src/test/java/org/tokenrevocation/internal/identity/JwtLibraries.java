package org.tokenrevocation.internal.identity;

import static org.tokenrevocation.internal.identity.IsolatedLibrary.call;

import com.nimbusds.jose.Algorithm;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEDecrypter;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.AESDecrypter;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSADecrypter;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.EncryptedJWT;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.security.Key;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The libraries that existing applications carry, each verifying with the mint's keys. */
final class JwtLibraries implements AutoCloseable {
    private final TokenMint mint;
    private final List<IsolatedLibrary> isolated = new ArrayList<>();
    private final Map<String, Map<String, Door>> doors = new HashMap<>();

    /** Whether a library lets a token in. */
    @FunctionalInterface
    interface Door {
        boolean accepts(String token) throws ReflectiveOperationException;
    }

    JwtLibraries(TokenMint mint) throws IOException, ReflectiveOperationException, JOSEException {
        this.mint = mint;
        javaJwt("java-jwt-3");
        javaJwt("java-jwt-4");
        nimbus();
        jose4j();
        jjwt09();
        jjwt012();
        vertx();
        springSecurityJwt();
    }

    /** By name, those that know the algorithm. */
    Map<String, Door> knowing(String algorithm) {
        Map<String, Door> knowing = new HashMap<>();
        doors.forEach((name, checks) -> {
            if (checks.containsKey(algorithm)) {
                knowing.put(name, checks.get(algorithm));
            }
        });
        return knowing;
    }

    private void door(String library, String algorithm, Door door) {
        doors.computeIfAbsent(library, key -> new HashMap<>()).put(algorithm, door);
    }

    private void door(IsolatedLibrary loaded, String library, String algorithm, IsolatedLibrary.Check check) {
        door(library, algorithm, token -> loaded.accepts(check, token));
    }

    private IsolatedLibrary load(String folder) throws IOException {
        IsolatedLibrary loaded = new IsolatedLibrary(folder);
        isolated.add(loaded);
        return loaded;
    }

    private void javaJwt(String name) throws IOException, ReflectiveOperationException {
        IsolatedLibrary library = load(name);
        String type = "com.auth0.jwt.algorithms.Algorithm";
        Map<String, Object> algorithms = Map.of(
                "HS256", library.callStatic(type, "HMAC256", (Object) mint.hmac.getEncoded()),
                "RS256", library.callStatic(type, "RSA256", mint.rsa.getPublic(), null),
                "ES256", library.callStatic(type, "ECDSA256", mint.ec.getPublic(), null));
        for (Map.Entry<String, Object> algorithm : algorithms.entrySet()) {
            Object verification = library.callStatic("com.auth0.jwt.JWT", "require", algorithm.getValue());
            Object verifier = call(verification, "build");
            door(library, name, algorithm.getKey(), token -> call(verifier, "verify", token) != null);
        }
    }

    private void nimbus() throws JOSEException {
        Map<String, JWSVerifier> verifiers = Map.of(
                "HS256", new MACVerifier(mint.hmac),
                "RS256", new RSASSAVerifier((RSAPublicKey) mint.rsa.getPublic()),
                "ES256", new ECDSAVerifier((ECPublicKey) mint.ec.getPublic()));
        verifiers.forEach((algorithm, verifier) -> door("nimbus", algorithm, token -> verifies(token, verifier)));
        Map<String, JWEDecrypter> decrypters = Map.of(
                "RSA-OAEP", new RSADecrypter(mint.rsa.getPrivate()),
                "ECDH-ES", new ECDHDecrypter((ECPrivateKey) mint.ec.getPrivate()),
                "dir", new DirectDecrypter(mint.direct),
                "A128KW", new AESDecrypter(mint.wrapping));
        decrypters.forEach((algorithm, decrypter) -> door("nimbus", algorithm, token -> decrypts(token, decrypter)));
    }

    private static boolean verifies(String token, JWSVerifier verifier) {
        try {
            return SignedJWT.parse(token).verify(verifier);
        } catch (ParseException | JOSEException | RuntimeException refused) {
            return false;
        }
    }

    private static boolean decrypts(String token, JWEDecrypter decrypter) {
        try {
            EncryptedJWT jwt = EncryptedJWT.parse(token);
            jwt.decrypt(decrypter);
            return jwt.getJWTClaimsSet() != null;
        } catch (ParseException | JOSEException | RuntimeException refused) {
            return false;
        }
    }

    private void jose4j() throws IOException {
        IsolatedLibrary library = load("jose4j");
        Map<String, Key> keys = Map.of("HS256", mint.hmac, "RS256", mint.rsa.getPublic(), "ES256",
                mint.ec.getPublic(), "EdDSA", mint.ed.getPublic());
        keys.forEach((algorithm, key) -> door(library, "jose4j", algorithm, token -> {
            Object jws = library.create("org.jose4j.jws.JsonWebSignature");
            call(jws, "setCompactSerialization", token);
            call(jws, "setKey", key);
            return (boolean) call(jws, "verifySignature");
        }));
        decryptionKeys().forEach((algorithm, key) -> door(library, "jose4j", algorithm, token -> {
            Object jwe = library.create("org.jose4j.jwe.JsonWebEncryption");
            call(jwe, "setCompactSerialization", token);
            call(jwe, "setKey", key);
            return call(jwe, "getPayload") != null;
        }));
    }

    private Map<String, Key> decryptionKeys() {
        return Map.of("RSA-OAEP", mint.rsa.getPrivate(), "ECDH-ES", mint.ec.getPrivate(), "dir", mint.direct,
                "A128KW", mint.wrapping);
    }

    private void jjwt09() throws IOException, ReflectiveOperationException {
        IsolatedLibrary library = load("jjwt-0.9");
        Map<String, Key> keys =
                Map.of("HS256", mint.hmac, "RS256", mint.rsa.getPublic(), "ES256", mint.ec.getPublic());
        for (Map.Entry<String, Key> key : keys.entrySet()) {
            Object parser = library.callStatic("io.jsonwebtoken.Jwts", "parser");
            call(parser, "setSigningKey", key.getValue());
            door(library, "jjwt-0.9", key.getKey(), token -> call(parser, "parseClaimsJws", token) != null);
        }
    }

    private void jjwt012() throws IOException, ReflectiveOperationException {
        IsolatedLibrary library = load("jjwt-0.12");
        Map<String, Key> keys = Map.of("HS256", mint.hmac, "RS256", mint.rsa.getPublic(), "ES256",
                mint.ec.getPublic(), "EdDSA", mint.ed.getPublic());
        for (Map.Entry<String, Key> key : keys.entrySet()) {
            Object builder = library.callStatic("io.jsonwebtoken.Jwts", "parser");
            Object parser = call(call(builder, "verifyWith", key.getValue()), "build");
            door(library, "jjwt-0.12", key.getKey(), token -> call(parser, "parseSignedClaims", token) != null);
        }
        for (Map.Entry<String, Key> key : decryptionKeys().entrySet()) {
            Object builder = library.callStatic("io.jsonwebtoken.Jwts", "parser");
            Object parser = call(call(builder, "decryptWith", key.getValue()), "build");
            door(library, "jjwt-0.12", key.getKey(), token -> call(parser, "parseEncryptedClaims", token) != null);
        }
    }

    private void vertx() throws IOException, ReflectiveOperationException {
        IsolatedLibrary library = load("vertx");
        Map<String, JWK> keys = Map.of(
                "HS256", new OctetSequenceKey.Builder(mint.hmac).algorithm(JWSAlgorithm.HS256).build(),
                "RS256", new RSAKey.Builder((RSAPublicKey) mint.rsa.getPublic()).algorithm(JWSAlgorithm.RS256).build(),
                "ES256", new ECKey.Builder(Curve.P_256, (ECPublicKey) mint.ec.getPublic())
                        .algorithm(Algorithm.parse("ES256")).build());
        for (Map.Entry<String, JWK> key : keys.entrySet()) {
            Object json = library.create("io.vertx.core.json.JsonObject", key.getValue().toJSONString());
            Object jwk = library.create("io.vertx.ext.auth.impl.jose.JWK", json);
            Object jwt = call(library.create("io.vertx.ext.auth.impl.jose.JWT"), "addJWK", jwk);
            door(library, "vertx", key.getKey(), token -> call(jwt, "decode", token) != null);
        }
    }

    private void springSecurityJwt() throws IOException, ReflectiveOperationException {
        IsolatedLibrary library = load("spring-security-jwt");
        String room = "org.springframework.security.jwt.crypto.sign.";
        Map<String, Object> verifiers = Map.of(
                "HS256", library.create(room + "MacSigner", mint.hmac),
                "RS256", library.create(room + "RsaVerifier", mint.rsa.getPublic()),
                "ES256", library.create(room + "EllipticCurveVerifier", mint.ec.getPublic(), "SHA256withECDSA"));
        String entry = "org.springframework.security.jwt.JwtHelper";
        verifiers.forEach((algorithm, verifier) -> door(library, "spring-security-jwt", algorithm,
                token -> library.callStatic(entry, "decodeAndVerify", token, verifier) != null));
    }

    @Override
    public void close() throws IOException {
        for (IsolatedLibrary library : isolated) {
            library.close();
        }
    }
}
