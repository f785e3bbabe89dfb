package org.tokenrevocation.internal.endpoint;

import java.time.Duration;

/**
 * The bounds of a call of the endpoint.
 *
 * @param bodyTimeout from the call to the body's end
 * @param maxBodyBytes the largest body
 * @param maxInFlight how many calls there may be, each from its arrival until its answer is delivered or given up
 */
public record EndpointLimits(Duration bodyTimeout, int maxBodyBytes, int maxInFlight) {
    private static final int LEAST_BODY_BYTES = 64 * 1024;
    private static final int BODY_BYTES_PER_CHARACTER = 4;

    /** Makes room for the longest token with each character percent-encoded, and for other parameters. */
    public static EndpointLimits of(Duration bodyTimeout, int maxTokenLength, int maxInFlight) {
        return new EndpointLimits(bodyTimeout, Math.max(LEAST_BODY_BYTES, BODY_BYTES_PER_CHARACTER * maxTokenLength),
                maxInFlight);
    }
}
