package org.tokenrevocation.jaxrs;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import java.io.InputStream;
import org.tokenrevocation.spi.RevocationEndpoint;

/**
 * The door for chains that are asynchronous from end to end: no thread is held while a revocation takes effect. The
 * stack suspends before it calls, so nothing is revoked that cannot be answered.
 */
public final class AsyncDoor extends Door {
    AsyncDoor(RevocationEndpoint endpoint, HttpServletRequest request) {
        super(endpoint, request);
    }

    /**
     * Answers a call.
     *
     * @param body the raw body
     * @param answer takes the answer
     */
    @POST
    public void revoke(InputStream body, @Suspended AsyncResponse answer) {
        endpoint().answer(call("POST", body), given -> answer.resume(response(given)));
    }
}
