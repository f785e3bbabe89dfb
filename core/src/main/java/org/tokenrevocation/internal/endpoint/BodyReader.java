package org.tokenrevocation.internal.endpoint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.tokenrevocation.internal.Ticker;
import org.tokenrevocation.spi.EndpointRequest;
import org.tokenrevocation.spi.EndpointResponse;

/** Reads a body as strict UTF-8, within bounds of size and time. Thread-safe. */
final class BodyReader {
    private static final int CHUNK = 4096;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Ticker ticker;
    private final int maxBytes;
    private final long timeoutNanos;
    private final EndpointResponse tooLarge;

    BodyReader(Ticker ticker, EndpointLimits limits) {
        this.ticker = ticker;
        this.maxBytes = limits.maxBodyBytes();
        this.timeoutNanos = limits.bodyTimeout().toNanos();
        this.tooLarge = Answers.tooLarge(maxBytes);
    }

    /** The text of a body, or the answer that refuses it. The other one is null. */
    record Body(String text, EndpointResponse refusal) {
        @Override
        public String toString() {
            return "Body[masked]";
        }
    }

    /** The refusal if {@code Content-Length} exceeds the bound, else null. The container refuses a value that is no number. */
    EndpointResponse refusedByLength(List<String> contentLengths) {
        for (String length : contentLengths) {
            String digits = length.strip().replaceFirst("^0+(?=.)", "");
            boolean isNumber = !digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9');
            if (isNumber && (digits.length() > 9 || Integer.parseInt(digits) > maxBytes)) {
                return tooLarge;
            }
        }
        return null;
    }

    /** Reads in the calling thread. Checks the deadline after each read of the container. */
    Body read(EndpointRequest request) {
        long deadline = ticker.nanos() + timeoutNanos;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] chunk = new byte[CHUNK];
        try {
            InputStream body = request.body();
            for (int n = next(body, chunk, bytes.size()); n >= 0; n = next(body, chunk, bytes.size())) {
                bytes.write(chunk, 0, n);
                if (bytes.size() > maxBytes) {
                    return new Body(null, tooLarge);
                }
                if (isOver(deadline)) {
                    return new Body(null, Answers.OVERDUE);
                }
            }
        } catch (IOException | RuntimeException e) {
            // Some containers report a broken body by checked exceptions, some by unchecked ones.
            return new Body(null, isOver(deadline) || isTimeout(e)
                    ? Answers.OVERDUE
                    : Answers.invalid("the body could not be read to its end"));
        }
        return decode(bytes.toByteArray());
    }

    /** Reads one byte more than the bound at most, which is enough to detect that the body is too large. */
    private int next(InputStream body, byte[] chunk, int size) throws IOException {
        return body.read(chunk, 0, Math.min(CHUNK, maxBytes + 1 - size));
    }

    private static Body decode(byte[] bytes) {
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return new Body(null, Answers.invalid("the body is not UTF-8"));
        }
        if (!text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK) {
            return new Body(null, Answers.invalid("the body must not begin with a byte order mark"));
        }
        return new Body(text, null);
    }

    private boolean isOver(long deadline) {
        return ticker.nanos() - deadline >= 0;
    }

    /** True for the container's own read time-out, which containers wrap in different exceptions. */
    private static boolean isTimeout(Throwable failure) {
        int depth = 0;
        for (Throwable cause = failure; cause != null && depth < 8; cause = cause.getCause()) {
            if (cause instanceof InterruptedIOException || cause instanceof TimeoutException) {
                return true;
            }
            depth++;
        }
        return false;
    }
}
