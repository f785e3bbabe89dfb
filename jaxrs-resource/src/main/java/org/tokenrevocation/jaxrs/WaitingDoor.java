package org.tokenrevocation.jaxrs;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.tokenrevocation.spi.RevocationEndpoint;

/** The door for chains with a part that is not asynchronous: the calling thread waits. */
public final class WaitingDoor extends Door {
    WaitingDoor(RevocationEndpoint endpoint, HttpServletRequest request) {
        super(endpoint, request);
    }

    /**
     * Answers a call.
     *
     * @param body the raw body
     * @return the contract's answer
     */
    @POST
    public Response revoke(InputStream body) {
        return response(endpoint().answer(call("POST", body)));
    }
}
