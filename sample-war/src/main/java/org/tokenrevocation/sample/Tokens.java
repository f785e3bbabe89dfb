package org.tokenrevocation.sample;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** A pair of tokens. Immutable. */
record Tokens(String access, String refresh) {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int TOKEN_BYTES = 32;
    private static final int SESSION_BYTES = 16;
    private static final byte[] PAD = "access token sealed for ".getBytes(StandardCharsets.US_ASCII);

    /** Two opaque tokens, 256 random bits each, base64url. */
    static Tokens random() {
        return new Tokens(encode(randomBytes(TOKEN_BYTES)), encode(randomBytes(TOKEN_BYTES)));
    }

    /** A public name for a session; no credential. */
    static String randomSession() {
        return HexFormat.of().formatHex(randomBytes(SESSION_BYTES));
    }

    /**
     * Hides an access token so that only who presents the refresh token of its pair can read it: a one-time pad, since
     * each refresh token is random and seals one token only.
     */
    static String seal(String access, String refresh) {
        return encode(pad(Base64.getUrlDecoder().decode(access), refresh));
    }

    static String unseal(String sealed, String refresh) {
        return encode(pad(Base64.getUrlDecoder().decode(sealed), refresh));
    }

    private static byte[] pad(byte[] bytes, String refresh) {
        byte[] secret = refresh.getBytes(StandardCharsets.US_ASCII);
        byte[] input = new byte[PAD.length + secret.length];
        System.arraycopy(PAD, 0, input, 0, PAD.length);
        System.arraycopy(secret, 0, input, PAD.length, secret.length);
        byte[] pad = sha256(input);
        byte[] result = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            result[i] = (byte) (bytes[i] ^ pad[i]);
        }
        return result;
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Shows no token. */
    @Override
    public String toString() {
        return "Tokens";
    }
}
