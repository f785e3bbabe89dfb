package org.tokenrevocation;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A client's secret as the setting {@code client-credentials} keeps it: salted and slow to guess, of PBKDF2 with
 * HMAC-SHA-256 (RFC 8018). Immutable and thread-safe.
 *
 * <p>The text is {@code pbkdf2-sha256.<iterations>.<salt>.<hash>}, salt and hash in base64url without padding: no
 * character that a shell, a comma list or a URL minds. To make one, give the secret as one line to
 * {@code java -cp token-revocation-core.jar org.tokenrevocation.SecretHash}.
 */
public final class SecretHash {
    /** How often {@link #of} iterates; a hash may say 1,000 to 10,000,000. */
    public static final int ITERATIONS = 600_000;

    private static final int LEAST_ITERATIONS = 1_000;
    private static final int MOST_ITERATIONS = 10_000_000;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final Pattern TEXT =
            Pattern.compile("pbkdf2-sha256\\.(\\d{1,8})\\.([A-Za-z0-9_-]{22,86})\\.([A-Za-z0-9_-]{43})");

    private final int iterations;
    private final byte[] salt;
    private final byte[] hash;

    private SecretHash(int iterations, byte[] salt, byte[] hash) {
        this.iterations = iterations;
        this.salt = salt;
        this.hash = hash;
    }

    /**
     * Hashes a secret under a fresh salt.
     *
     * @param secret the secret, not empty
     * @return its hash
     */
    public static SecretHash of(String secret) {
        return of(secret, ITERATIONS);
    }

    static SecretHash of(String secret, int iterations) {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return new SecretHash(iterations, salt, derive(secret, iterations, salt));
    }

    /**
     * Reads a hash.
     *
     * @param text what {@link #toString()} gave
     * @return the hash
     * @throws IllegalArgumentException if the text is none; the message does not show it
     */
    public static SecretHash parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("A secret's hash must be pbkdf2-sha256.<iterations>.<salt>.<hash>; make"
                    + " one with java -cp token-revocation-core.jar org.tokenrevocation.SecretHash");
        }
        int iterations = Integer.parseInt(matcher.group(1));
        if (iterations < LEAST_ITERATIONS || iterations > MOST_ITERATIONS) {
            throw new IllegalArgumentException("A secret's hash must have " + LEAST_ITERATIONS + " to "
                    + MOST_ITERATIONS + " iterations, but has [" + iterations + "]; make it anew");
        }
        Base64.Decoder base64 = Base64.getUrlDecoder();
        return new SecretHash(iterations, base64.decode(matcher.group(2)), base64.decode(matcher.group(3)));
    }

    /**
     * Compares in constant time, after {@code iterations} rounds (about 0.2 s for {@link #ITERATIONS}).
     *
     * @param secret what a client sent
     * @return whether it is the secret
     */
    public boolean matches(String secret) {
        return !secret.isEmpty() && MessageDigest.isEqual(hash, derive(secret, iterations, salt));
    }

    private static byte[] derive(String secret, int iterations, byte[] salt) {
        if (secret.isEmpty()) {
            throw new IllegalArgumentException("A client's secret must have at least one character, but has [0]");
        }
        PBEKeySpec spec = new PBEKeySpec(secret.toCharArray(), salt, iterations, HASH_BYTES * 8);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java platform lacks PBKDF2WithHmacSHA256", e);
        } finally {
            spec.clearPassword();
        }
    }

    /** The text for {@code client-credentials}. */
    @Override
    public String toString() {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        return "pbkdf2-sha256." + iterations + "." + base64.encodeToString(salt) + "." + base64.encodeToString(hash);
    }

    /**
     * Reads a secret as one line of standard input (UTF-8) and prints its hash.
     *
     * @param arguments none
     * @throws IOException if standard input cannot be read
     */
    public static void main(String[] arguments) throws IOException {
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String secret = input.readLine();
        if (secret == null || secret.isEmpty()) {
            System.err.println("Give the secret as one line on standard input.");
            System.exit(2);
        }
        System.out.println(of(secret));
    }
}
