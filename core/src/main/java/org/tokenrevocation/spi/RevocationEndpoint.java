package org.tokenrevocation.spi;

import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The contract of {@code POST /oauth/revoke-token}, free of servlet and JAX-RS types: every door hands its call in and
 * writes the answer out, so that all doors answer with the same bytes. Thread-safe.
 *
 * <p>Two forms on one path: JSON {@code {"token": "…", "token_type": "access"|"refresh"}}, in which any
 * {@code token_type_hint} may stand for {@code token_type}, and the form of RFC 7009 section 2.1 ({@code token}, optional
 * {@code token_type_hint}). Both are UTF-8, whatever {@code charset} says. The token dies whatever type or hint says. 200 means
 * that no node accepts it any more, and is the answer for unknown, expired and revoked tokens alike; 500 (JSON) or 503
 * with {@code Retry-After} (form) that this is not confirmed and the call should be repeated. When anything in a call
 * is invalid, nothing is revoked. No answer holds a piece of what was sent.
 *
 * <p>At most {@code max-in-flight} calls are in flight, from arrival to delivery. Beyond that a call is refused at once,
 * unread, in both forms: 503 with {@code Retry-After} and no body. While half of them are answers that lie undelivered
 * because their callers do not read, further answers are their status and header fields alone.
 *
 * <p>{@code POST} revokes; {@code OPTIONS} is answered with 204 and {@code Allow}; every other method with 405.
 */
public interface RevocationEndpoint {
    /**
     * Answers one call and lets the calling thread wait: for the body, for Redis, and for the revocation to take
     * effect (1.2 × {@code effect-bound} at the longest). For doors whose chain is not asynchronous. A body that stops is
     * noticed no earlier than the container gives the reading thread back.
     *
     * @param request the call
     * @return the answer, for every input
     */
    EndpointResponse answer(EndpointRequest request);

    /**
     * Answers one call without holding a thread while the revocation takes effect. Reads the body and writes to Redis
     * in the calling thread. A door makes its request asynchronous <em>before</em> it calls this, so that nothing is
     * revoked that cannot be answered.
     *
     * @param request the call
     * @param door takes the answer, exactly once for every input: in the calling thread, or on a thread of ours, which
     *     may be while the calling thread still waits for a body that takes longer than {@code body-timeout}. It may
     *     write and be held up: no other call waits for it. The call counts as in flight until it returns
     */
    void answer(EndpointRequest request, Consumer<EndpointResponse> door);

    /**
     * The same for a door that writes without holding a thread: the call counts as in flight until the answer is
     * delivered or given up, not merely handed over.
     *
     * @param request the call
     * @param door takes the answer as in {@link #answer(EndpointRequest, Consumer)}, and returns what completes when
     *     the caller has taken it or the door has given it up; not null
     */
    void deliver(EndpointRequest request, Function<EndpointResponse, CompletionStage<?>> door);
}
