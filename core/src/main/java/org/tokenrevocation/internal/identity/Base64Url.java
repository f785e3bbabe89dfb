package org.tokenrevocation.internal.identity;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * base64url (RFC 4648 section 5) over ranges of ASCII bytes, in the two readings that a token meets: the only spelling
 * that an issuer writes, and what forgiving decoders make of others.
 */
public final class Base64Url {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    /** The six bits of each character, −1 for none; + and / count as the - and _ that some decoders take them for. */
    private static final byte[] SIX_BITS = sixBits();

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private static final long LANES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x80 * LANES;

    private Base64Url() {}

    private static byte[] sixBits() {
        byte[] bits = new byte[128];
        Arrays.fill(bits, (byte) -1);
        for (int i = 0; i < ALPHABET.length(); i++) {
            bits[ALPHABET.charAt(i)] = (byte) i;
        }
        bits['+'] = bits['-'];
        bits['/'] = bits['_'];
        return bits;
    }

    /**
     * Where a segment's content ends: before its padding if that is exactly the one its length asks for, otherwise at its
     * end, so that a wrong padding counts as content, which it cannot be.
     */
    static int contentEnd(byte[] ascii, int from, int to) {
        int end = to;
        while (end > from && to - end < 2 && ascii[end - 1] == '=') {
            end--;
        }
        return (to - from & 3) == 0 ? end : to;
    }

    /** Whether the range is exactly what an encoder writes: alphabet, no padding, possible length, unused bits zero. */
    static boolean isCanonical(byte[] ascii, int from, int to) {
        if (!isAlphabet(ascii, from, to)) {
            return false;
        }
        return switch ((to - from) & 3) {
            case 0 -> true;
            case 2 -> (SIX_BITS[ascii[to - 1]] & 0x0F) == 0;
            case 3 -> (SIX_BITS[ascii[to - 1]] & 0x03) == 0;
            default -> false;
        };
    }

    /** Whether a text is exactly what an encoder writes. */
    public static boolean isCanonical(String text) {
        byte[] ascii = text.getBytes(StandardCharsets.UTF_8);
        return ascii.length > 0 && isCanonical(ascii, 0, ascii.length);
    }

    /** Whether the range holds only A–Z a–z 0–9 - _; eight bytes at a time, for it reads every byte of every token. */
    static boolean isAlphabet(byte[] ascii, int from, int to) {
        int i = from;
        long good = HIGH_BITS;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            good &= alphabetLanes((long) LONGS.get(ascii, i));
        }
        if (good != HIGH_BITS) {
            return false;
        }
        for (; i < to; i++) {
            if (!isAlphabet(ascii[i])) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether the first bytes are eight or more and all of A–Z a–z 0–9 - . / _, which is RFC 6750's b64token without
     * {@code ~ + =}. One pass without a branch, the last bytes being looked at twice where the length is no multiple of eight.
     */
    static boolean isPlainB64token(byte[] ascii, int length) {
        if (length < Long.BYTES) {
            return false;
        }
        long good = plainLanes((long) LONGS.get(ascii, length - Long.BYTES));
        for (int i = 0; i <= length - Long.BYTES; i += Long.BYTES) {
            good &= plainLanes((long) LONGS.get(ascii, i));
        }
        return good == HIGH_BITS;
    }

    /** The high bit of each byte that is a letter, an underscore or one of {@code -./0123456789}, which lie together. */
    private static long plainLanes(long eight) {
        long low = eight & ~HIGH_BITS;
        long letters = within(low | 0x20 * LANES, 'a', 'z');
        return (letters | within(low, '-', '9') | within(low, '_', '_')) & ~eight & HIGH_BITS;
    }

    /** The high bit of each byte that is a character of the alphabet. */
    private static long alphabetLanes(long eight) {
        long low = eight & ~HIGH_BITS;
        long letters = within(low | 0x20 * LANES, 'a', 'z');
        return (letters | within(low, '0', '9') | within(low, '-', '-') | within(low, '_', '_')) & ~eight & HIGH_BITS;
    }

    /** The high bit of each lane from first to last; lanes are below 0x80, so no sum carries into its neighbour. */
    private static long within(long lanes, int first, int last) {
        return (lanes + (0x80 - first) * LANES) & ~(lanes + (0x7F - last) * LANES);
    }

    /** Whether a forgiving decoder sees something in this character. */
    static boolean isSignificant(byte c) {
        return c >= 0 && SIX_BITS[c] >= 0;
    }

    /** Whether the character is one of A–Z a–z 0–9 - _. */
    public static boolean isAlphabet(int c) {
        return c >= 0 && c < SIX_BITS.length && SIX_BITS[c] >= 0 && c != '+' && c != '/';
    }

    /** What the most forgiving decoder reads: any other character skipped, + and / taken, left-over bits dropped. */
    public static byte[] decode(byte[] ascii, int from, int to) {
        byte[] decoded = new byte[(to - from) * 3 / 4];
        int length = 0;
        int bits = 0;
        int held = 0;
        for (int i = from; i < to; i++) {
            if (!isSignificant(ascii[i])) {
                continue;
            }
            bits = bits << 6 | SIX_BITS[ascii[i]];
            held += 6;
            if (held >= 8) {
                held -= 8;
                decoded[length++] = (byte) (bits >> held);
            }
        }
        return length == decoded.length ? decoded : Arrays.copyOf(decoded, length);
    }
}
