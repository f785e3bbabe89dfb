package org.tokenrevocation.internal.contract;

import java.time.Duration;

/**
 * What the body of a call may take.
 *
 * @param bodyTimeout from the call to the body's end
 * @param maxBodyBytes the largest body
 */
public record EndpointLimits(Duration bodyTimeout, int maxBodyBytes) {
    private static final int LEAST_BODY_BYTES = 64 * 1024;
    private static final int BODY_BYTES_PER_CHARACTER = 4;

    /** The longest token fits with each of its characters percent-encoded, and other parameters beside it. */
    public static EndpointLimits of(Duration bodyTimeout, int maxTokenLength) {
        return new EndpointLimits(bodyTimeout,
                Math.max(LEAST_BODY_BYTES, BODY_BYTES_PER_CHARACTER * maxTokenLength));
    }
}
