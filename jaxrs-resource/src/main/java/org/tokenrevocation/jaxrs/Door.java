package org.tokenrevocation.jaxrs;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.tokenrevocation.spi.EndpointResponse;
import org.tokenrevocation.spi.RevocationEndpoint;

/**
 * What both forms of the door share: every method goes through the contract, so that no answer is the stack's own. The
 * sub-resources are public because stacks call only public methods of public classes; not for hosts to use.
 */
public abstract class Door {
    private static final int CLIENT_ERROR = 400;

    private final RevocationEndpoint endpoint;
    private final HttpServletRequest request;

    Door(RevocationEndpoint endpoint, HttpServletRequest request) {
        this.endpoint = endpoint;
        this.request = request;
    }

    final RevocationEndpoint endpoint() {
        return endpoint;
    }

    final Call call(String method, InputStream body) {
        return new Call(method, body, request);
    }

    /**
     * Refused by the contract.
     *
     * @return the contract's answer
     */
    @GET
    public Response get() {
        return withoutBody("GET");
    }

    /**
     * Refused by the contract; without it the stack would answer as for GET.
     *
     * @return the contract's answer
     */
    @HEAD
    public Response head() {
        return withoutBody("HEAD");
    }

    /**
     * Refused by the contract.
     *
     * @return the contract's answer
     */
    @PUT
    public Response put() {
        return withoutBody("PUT");
    }

    /**
     * Refused by the contract.
     *
     * @return the contract's answer
     */
    @PATCH
    public Response patch() {
        return withoutBody("PATCH");
    }

    /**
     * Refused by the contract.
     *
     * @return the contract's answer
     */
    @DELETE
    public Response delete() {
        return withoutBody("DELETE");
    }

    /**
     * Told by the contract which methods there are; without it the stack would answer with a WADL or a list of its own.
     *
     * @return the contract's answer
     */
    @OPTIONS
    public Response options() {
        return withoutBody("OPTIONS");
    }

    private Response withoutBody(String method) {
        return response(endpoint.answer(call(method, InputStream.nullInputStream())));
    }

    static Response response(EndpointResponse answer) {
        Response.ResponseBuilder response = Response.status(answer.status());
        answer.headers().forEach(response::header);
        // An error without an entity Jersey leaves to the container, whose error page would then be the answer.
        if (answer.body().length > 0 || answer.status() >= CLIENT_ERROR) {
            response.entity(answer.body());
        }
        return response.build();
    }
}
