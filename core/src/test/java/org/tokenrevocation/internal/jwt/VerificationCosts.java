package org.tokenrevocation.internal.jwt;

import com.nimbusds.jose.CompressionAlgorithm;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenrevocation.internal.Ticker;

/**
 * The table of what one anonymous revocation of junk costs in processor time, for SECURITY.md. No test by its name, so that
 * only {@code .ci/full costs} runs it.
 */
class VerificationCosts {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int WARM_UP = 150;
    private static final int ROUNDS = 101;
    private static final double NANOS_PER_MILLI = 1e6;

    @TempDir
    private Path folder;

    private final StringBuilder table = new StringBuilder("| junk | keys | ms of one processor (median) |\n|---|---|---|\n");

    @Test
    void print() throws Exception {
        RSAKey rsa = Tokens.rsa("k0");
        RSAKey large = new RSAKeyGenerator(4096).keyID("k0").generate();
        row("RS256 by `kid`", "64 of RSA-2048", jwks(keys(64, kid -> rsaLike(rsa, kid))), signed(rsa, JWSAlgorithm.RS256, true));
        row("RS256 without `kid`", "64 of RSA-2048", jwks(keys(64, kid -> Tokens.rsa(kid))), signed(rsa, JWSAlgorithm.RS256, false));
        for (Curve curve : new Curve[] {Curve.P_256, Curve.P_384, Curve.P_521}) {
            JWK[] keys = keys(4, kid -> Tokens.ec(curve, kid));
            JWSAlgorithm algorithm = curve.equals(Curve.P_256) ? JWSAlgorithm.ES256
                    : curve.equals(Curve.P_384) ? JWSAlgorithm.ES384 : JWSAlgorithm.ES512;
            row(algorithm + " by `kid`", "4 of " + curve, jwks(keys), signed(keys[0], algorithm, true));
            row(algorithm + " without `kid`", "4 of " + curve, jwks(keys), signed(keys[0], algorithm, false));
        }
        row("JWE RSA-OAEP-256", "RSA-2048", jwks(rsa), sealed(rsa, false, "junk"));
        row("JWE RSA-OAEP-256", "RSA-4096", jwks(large), sealed(large, false, "junk"));
        ECKey ec = Tokens.ec(Curve.P_256, "k0");
        row("JWE ECDH-ES", "P-256", jwks(ec), sealed(ec, false, "junk"));
        row("JWE RSA-OAEP-256, 10 MB in `zip`", "RSA-2048", jwks(rsa), sealed(rsa, true, " ".repeat(10_000_000)));
        row("the same", "RSA-2048 with `;zip=true`", jwks(rsa) + ";zip=true", sealed(rsa, true, " ".repeat(10_000_000)));
        Files.writeString(Path.of("target", "verification-costs.md"), table);
        System.out.println(table);
    }

    private void row(String junk, String described, String setting, String token) {
        try (JwtVerifier keys = JwtVerifier.open(
                "costs", setting, Duration.ofHours(1), Duration.ofSeconds(5), Ticker.SYSTEM)) {
            for (int i = 0; i < WARM_UP; i++) {
                keys.verify(token);
            }
            long[] nanos = new long[ROUNDS];
            for (int i = 0; i < ROUNDS; i++) {
                long begin = THREADS.getCurrentThreadCpuTime();
                keys.verify(token);
                nanos[i] = THREADS.getCurrentThreadCpuTime() - begin;
            }
            Arrays.sort(nanos);
            table.append(String.format("| %s | %s | %.2f |%n", junk, described, nanos[ROUNDS / 2] / NANOS_PER_MILLI));
        }
    }

    /** How a key of an id is made. */
    private interface Maker {
        JWK make(String kid);
    }

    private static JWK[] keys(int count, Maker maker) {
        return IntStream.range(0, count).mapToObj(i -> maker.make("k" + i)).toArray(JWK[]::new);
    }

    private static RSAKey rsaLike(RSAKey key, String kid) {
        return new RSAKey.Builder(key).keyID(kid).build();
    }

    private String jwks(JWK... keys) throws Exception {
        String set = Arrays.stream(keys).map(JWK::toString).collect(Collectors.joining(",", "{\"keys\":[", "]}"));
        return "jwks:" + Files.writeString(Files.createTempFile(folder, "keys", ""), set);
    }

    private static String signed(JWK key, JWSAlgorithm algorithm, boolean namesKey) {
        JWSHeader header = new JWSHeader.Builder(algorithm).keyID(namesKey ? key.getKeyID() : null).build();
        return Tokens.forged(Tokens.signed(key, header, Tokens.CLAIMS));
    }

    private static String sealed(JWK key, boolean isCompressed, String content) throws Exception {
        JWEAlgorithm algorithm = key instanceof RSAKey ? JWEAlgorithm.RSA_OAEP_256 : JWEAlgorithm.ECDH_ES;
        JWEObject token = new JWEObject(new JWEHeader.Builder(algorithm, EncryptionMethod.A128GCM)
                .compressionAlgorithm(isCompressed ? CompressionAlgorithm.DEF : null).build(), new Payload(content));
        token.encrypt(key instanceof RSAKey rsa ? new RSAEncrypter(rsa) : new ECDHEncrypter((ECKey) key));
        return token.serialize();
    }
}
