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

/** Reads a body within its bounds of size and time, and as strict UTF-8. Thread-safe. */
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

    /** A body's text, or the answer that refuses it; the other one is null. */
    record Body(String text, EndpointResponse refusal) {
        @Override
        public String toString() {
            return "Body[masked]";
        }
    }

    /** The refusal if {@code Content-Length} alone says too much, else null; what is no number is the container's to refuse. */
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

    /** Reads in the calling thread; looks at the deadline whenever the container gives the thread back. */
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
            // Containers tell a broken body by checked and unchecked exceptions; what they mean is the same.
            return new Body(null, isOver(deadline) || isTimeout(e)
                    ? Answers.OVERDUE
                    : Answers.invalid("the body could not be read to its end"));
        }
        return decode(bytes.toByteArray());
    }

    /** One byte beyond the cap is enough to know. */
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

    /** The container's own read time-out, in the wrappings that containers give it. */
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
