package org.tokenrevocation.internal.endpoint;

import java.time.Duration;

/**
 * What the calls of the endpoint may take.
 *
 * @param bodyTimeout from the call to the body's end
 * @param maxBodyBytes the largest body
 * @param maxInFlight how many calls there may be, each from its arrival until its answer is delivered or given up
 */
public record EndpointLimits(Duration bodyTimeout, int maxBodyBytes, int maxInFlight) {
    private static final int LEAST_BODY_BYTES = 64 * 1024;
    private static final int BODY_BYTES_PER_CHARACTER = 4;

    /** The longest token fits with each of its characters percent-encoded, and other parameters beside it. */
    public static EndpointLimits of(Duration bodyTimeout, int maxTokenLength, int maxInFlight) {
        return new EndpointLimits(bodyTimeout, Math.max(LEAST_BODY_BYTES, BODY_BYTES_PER_CHARACTER * maxTokenLength),
                maxInFlight);
    }
}
