package org.tokenrevocation.internal.jwt;

import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * One form for the forms of a signature that libraries take for the same: RSA without its leading zeros (Bouncy Castle),
 * ECDSA with halves of another width (jose4j) or as ASN.1 DER (jjwt 0.9).
 */
final class SignatureSpelling {
    private static final int DER_SEQUENCE = 0x30;
    private static final int DER_INTEGER = 0x02;

    /** No signer makes numbers with more leading zeros: one in 2^64 has. Junk with them is not worth a check. */
    private static final int MOST_ZEROS = 8;

    private SignatureSpelling() {}

    /** The same number in so many bytes; empty if it is larger, or far smaller than what is made by chance. */
    static Optional<byte[]> sized(byte[] number, int size) {
        int zeros = 0;
        while (zeros < number.length && number[zeros] == 0) {
            zeros++;
        }
        int length = number.length - zeros;
        if (length > size || length < size - MOST_ZEROS) {
            return Optional.empty();
        }
        byte[] sized = new byte[size];
        System.arraycopy(number, zeros, sized, size - length, length);
        return Optional.of(sized);
    }

    /**
     * {@code r || s} (RFC 7518 section 3.4), each as wide as the order; empty if either is not within 1 to order - 1:
     * some releases of Java 17 took zeros for a signature (CVE-2022-21449).
     */
    static Optional<byte[]> concatenated(byte[] signature, BigInteger order) {
        if (signature.length % 2 != 0) {
            return Optional.empty();
        }
        int size = (order.bitLength() + 7) / 8;
        int half = signature.length / 2;
        Optional<byte[]> r = within(Arrays.copyOfRange(signature, 0, half), order, size);
        Optional<byte[]> s = within(Arrays.copyOfRange(signature, half, signature.length), order, size);
        if (r.isEmpty() || s.isEmpty()) {
            return Optional.empty();
        }
        byte[] both = Arrays.copyOf(r.get(), 2 * size);
        System.arraycopy(s.get(), 0, both, size, size);
        return Optional.of(both);
    }

    /** Whether it is no {@code r || s}, because it is longer and begins without zeros, but may be ASN.1 DER. */
    static boolean mayBeDer(byte[] signature, BigInteger order) {
        return signature.length > 2 * ((order.bitLength() + 7) / 8) && signature[0] == DER_SEQUENCE;
    }

    /** {@code SEQUENCE {INTEGER r, INTEGER s}} as two equal halves; empty if it is nothing like it. */
    static Optional<byte[]> halves(byte[] der) {
        ByteBuffer in = ByteBuffer.wrap(der);
        try {
            if (in.get() != DER_SEQUENCE || length(in) != in.remaining()) {
                return Optional.empty();
            }
            byte[] r = integer(in);
            byte[] s = integer(in);
            if (in.hasRemaining()) {
                return Optional.empty();
            }
            int half = Math.max(r.length, s.length);
            byte[] both = new byte[2 * half];
            System.arraycopy(r, 0, both, half - r.length, r.length);
            System.arraycopy(s, 0, both, both.length - s.length, s.length);
            return Optional.of(both);
        } catch (BufferUnderflowException e) {
            return Optional.empty();
        }
    }

    private static byte[] integer(ByteBuffer in) {
        if (in.get() != DER_INTEGER) {
            throw new BufferUnderflowException();
        }
        int length = length(in);
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] number = new byte[length];
        in.get(number);
        return number;
    }

    /** A length of one byte, or of the long form's one or two, also where one would have done. */
    private static int length(ByteBuffer in) {
        int first = in.get() & 0xff;
        return first == 0x81 ? in.get() & 0xff : first == 0x82 ? in.getShort() & 0xffff : first;
    }

    private static Optional<byte[]> within(byte[] number, BigInteger order, int size) {
        BigInteger value = new BigInteger(1, number);
        return value.signum() > 0 && value.compareTo(order) < 0 ? sized(number, size) : Optional.empty();
    }
}
