package org.tokenrevocation.bench;

import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/** Opaque tokens of 43 characters that every process makes alike from a seed and a number, so that nobody has to keep them. */
public final class Tokens {
    /** How many characters {@link #brief} has. */
    static final int BRIEF = 15;

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private Tokens() {}

    /** The token of this number. */
    public static String opaque(long seed, long number) {
        SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + number);
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return ENCODER.encodeToString(bytes);
    }

    /**
     * The first characters of the token of this number: too short to be remembered as just seen, so that each verdict hashes
     * it, however few there are. SHA-256 over it takes as long as over 43 characters: one block.
     */
    static String brief(long seed, long number) {
        return opaque(seed, number).substring(0, BRIEF);
    }

    /** The tokens of the numbers from one to before another. */
    static List<String> opaque(long seed, long from, long to) {
        return LongStream.range(from, to).mapToObj(number -> opaque(seed, number)).toList();
    }
}
