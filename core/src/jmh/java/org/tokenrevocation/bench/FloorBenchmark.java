package org.tokenrevocation.bench;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a host pays anyway, and what nobody can pay less than. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 600, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 600, timeUnit = TimeUnit.MILLISECONDS)
public class FloorBenchmark {
    private static final int TOKENS = 64;

    private byte[][] opaque;
    private byte[][] jwt;
    private byte[][] signedPart;
    private String[] rs256;
    private String[] es256;
    private JWSVerifier rsVerifier;
    private JWSVerifier esVerifier;
    private int at;

    /** Signs tokens. */
    @Setup
    public void sign() throws JOSEException {
        Samples samples = new Samples(1);
        opaque = bytes(Stream.generate(samples::opaque));
        jwt = bytes(Stream.generate(samples::longHs256));
        signedPart = bytes(Stream.generate(() -> {
            String token = samples.longHs256();
            return token.substring(0, token.lastIndexOf('.'));
        }));
        rs256 = Requests.headers(Stream.generate(samples::rs256).limit(TOKENS).toList());
        es256 = Requests.headers(Stream.generate(samples::es256).limit(TOKENS).toList());
        rsVerifier = new RSASSAVerifier(samples.rsa());
        esVerifier = new ECDSAVerifier(samples.ec());
    }

    private static byte[][] bytes(Stream<String> tokens) {
        return tokens.limit(TOKENS).map(token -> token.getBytes(StandardCharsets.US_ASCII)).toArray(byte[][]::new);
    }

    private int next() {
        at = at + 1 & TOKENS - 1;
        return at;
    }

    private static byte[] sha256(byte[] bytes) throws NoSuchAlgorithmException {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }

    /** SHA-256 over the bytes of an opaque token. */
    @Benchmark
    public byte[] sha256Opaque() throws NoSuchAlgorithmException {
        return sha256(opaque[next()]);
    }

    /** SHA-256 over all bytes of a JWT. */
    @Benchmark
    public byte[] sha256Jwt() throws NoSuchAlgorithmException {
        return sha256(jwt[next()]);
    }

    /** SHA-256 over the bytes of a JWT up to its second dot. */
    @Benchmark
    public byte[] sha256JwtSignedPart() throws NoSuchAlgorithmException {
        return sha256(signedPart[next()]);
    }

    /** The clock. */
    @Benchmark
    public long nanoTime() {
        return System.nanoTime();
    }

    /** nimbus reads and verifies an RS256 token of 2048 bits; claims are not looked at. */
    @Benchmark
    public boolean nimbusRs256() throws ParseException, JOSEException {
        return SignedJWT.parse(Requests.cut(rs256[next()])).verify(rsVerifier);
    }

    /** nimbus reads and verifies an ES256 token. */
    @Benchmark
    public boolean nimbusEs256() throws ParseException, JOSEException {
        return SignedJWT.parse(Requests.cut(es256[next()])).verify(esVerifier);
    }
}
