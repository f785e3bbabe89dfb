package org.tokenrevocation.servlet;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTVerifier;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.exceptions.JWTVerificationException;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.Jwts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.interfaces.ECPublicKey;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jose4j.jwe.JsonWebEncryption;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/** How hosts validate: each library by itself, as its documentation shows, with the issuer's key. */
final class HostLibraries implements AutoCloseable {
    /** The old ones clash with the new, so each has a class loader of its own over what core's build has unpacked. */
    private static final Path UNPACKED = Path.of("..", "core", "target", "jwt-libraries");

    private final Map<String, Predicate<String>> validators = new LinkedHashMap<>();
    private final List<URLClassLoader> loaders = new ArrayList<>();

    private HostLibraries(Issuer issuer) throws IOException, JOSEException, ClassNotFoundException {
        ECPublicKey key = issuer.key.toECPublicKey();
        JWTVerifier javaJwt = JWT.require(Algorithm.ECDSA256(key, null)).build();
        validators.put("java-jwt", token -> passes(() -> javaJwt.verify(token)));
        validators.put("nimbus", token -> passes(() -> verified(SignedJWT.parse(token), key)));
        validators.put("jose4j", token -> passes(() -> verified(token, key)));
        JwtParser jjwt = Jwts.parser().verifyWith(key).build();
        validators.put("jjwt", token -> passes(() -> jjwt.parseSignedClaims(token)));
        validators.put("sd-jwt", token -> passes(() -> verified(SignedJWT.parse(token.split("~")[0]), key)));
        validators.put("opaque", token -> true);
        sealed(issuer, key);
        Object require = old("java-jwt-3", "com.auth0.jwt.JWT", "require", oldAlgorithm(key));
        Object verifier = Reflected.call(require, "build");
        validators.put("java-jwt-3", token -> passes(() -> Reflected.call(verifier, "verify", token)));
        Object parser = old("jjwt-0.9", "io.jsonwebtoken.Jwts", "parser");
        Reflected.call(parser, "setSigningKey", key);
        validators.put("jjwt-0.9", token -> passes(() -> Reflected.call(parser, "parseClaimsJws", token)));
    }

    static HostLibraries of(Issuer issuer) {
        try {
            return new HostLibraries(issuer);
        } catch (IOException | JOSEException | ClassNotFoundException e) {
            throw new IllegalStateException("The libraries of core's build are not at hand", e);
        }
    }

    private void sealed(Issuer issuer, ECPublicKey key) {
        validators.put("nimbus-dir", token -> passes(() -> {
            JWEObject jwe = JWEObject.parse(token);
            jwe.decrypt(new DirectDecrypter(issuer.secret));
            return verified(SignedJWT.parse(jwe.getPayload().toString()), key);
        }));
        validators.put("nimbus-ECDH-ES", token -> passes(() -> {
            JWEObject jwe = JWEObject.parse(token);
            jwe.decrypt(new ECDHDecrypter(issuer.sealing));
            return verified(SignedJWT.parse(jwe.getPayload().toString()), key);
        }));
        validators.put("jose4j-dir", token -> passes(() -> verified(opened(token, issuer.secret), key)));
        validators.put("jose4j-ECDH-ES",
                token -> passes(() -> verified(opened(token, issuer.sealing.toECPrivateKey()), key)));
    }

    private static String opened(String token, Key key) throws JoseException {
        JsonWebEncryption jwe = new JsonWebEncryption();
        jwe.setCompactSerialization(token);
        jwe.setKey(key);
        return jwe.getPayload();
    }

    private static Object verified(SignedJWT jwt, ECPublicKey key) throws JOSEException {
        return jwt.verify(new ECDSAVerifier(key)) ? jwt : null;
    }

    private static Object verified(String token, ECPublicKey key) throws JoseException {
        JsonWebSignature jws = new JsonWebSignature();
        jws.setCompactSerialization(token);
        jws.setKey(key);
        return jws.verifySignature() ? jws : null;
    }

    private Object oldAlgorithm(ECPublicKey key) throws IOException, ClassNotFoundException {
        return old("java-jwt-3", "com.auth0.jwt.algorithms.Algorithm", "ECDSA256", key, null);
    }

    private Object old(String folder, String type, String method, Object... arguments)
            throws IOException, ClassNotFoundException {
        URLClassLoader loader = loaders.stream().filter(known -> folder.equals(known.getName())).findFirst()
                .orElse(null);
        if (loader == null) {
            try (Stream<Path> jars = Files.list(UNPACKED.resolve(folder))) {
                List<URL> urls = new ArrayList<>();
                for (Path jar : jars.toList()) {
                    urls.add(jar.toUri().toURL());
                }
                loader = new URLClassLoader(folder, urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
                loaders.add(loader);
            }
        }
        return Reflected.callStatic(loader.loadClass(type), method, arguments);
    }

    /** Whether the library lets the token in. */
    boolean accepts(String library, String token) {
        return validators.get(library).test(token);
    }

    /** A library refuses by an exception of its own; anything else is a fault of the test. */
    private static boolean passes(Validation validation) {
        try {
            return validation.validate() != null;
        } catch (JWTVerificationException | ParseException | JOSEException | JoseException | JwtException
                | IllegalArgumentException | Reflected.Refusal refused) {
            return false;
        }
    }

    @Override
    public void close() {
        for (URLClassLoader loader : loaders) {
            try {
                loader.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Null or an exception means no. */
    @FunctionalInterface
    private interface Validation {
        Object validate() throws ParseException, JOSEException, JoseException;
    }
}
