package org.tokenrevocation;

import java.util.concurrent.CompletionStage;

/**
 * The contract of {@code POST /oauth/revoke-token}, free of servlet and JAX-RS types: every door hands its call in and
 * writes the answer out, so that all doors answer with the same bytes. Thread-safe.
 *
 * <p>The token dies whatever {@code token_type} says (RFC 7009 section 2.1: a hint only). 200 means that no node accepts
 * it any more; 500 (JSON) or 503 (RFC 7009 form) that this is not confirmed and the call should be repeated.
 */
public interface RevocationEndpoint {
    /**
     * Answers one call. Reads the body and writes to Redis in the calling thread; what remains (the commit wait) passes
     * without one.
     *
     * @param request the call
     * @return the answer; completes normally for every input, on a thread of ours if the call had to wait
     */
    CompletionStage<EndpointResponse> answer(EndpointRequest request);
}
