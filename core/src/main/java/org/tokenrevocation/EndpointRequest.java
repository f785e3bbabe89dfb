package org.tokenrevocation;

import java.io.InputStream;
import java.util.List;

/**
 * A call of the revocation endpoint as a door received it: bytes and headers, no servlet and no JAX-RS type.
 * A door implements this over its own request. Used by one thread at a time.
 */
public interface EndpointRequest {
    /**
     * The request's method.
     *
     * @return the method as received, for example {@code POST}
     */
    String method();

    /**
     * All values of one header.
     *
     * @param name the header's name, in any case
     * @return its values in order of arrival; empty if the header is absent
     */
    List<String> headers(String name);

    /**
     * The body, read at most once and never beyond the contract's cap.
     *
     * @return the raw bytes, undecoded
     */
    InputStream body();

    /**
     * The body's form parameters, if something in front of the door has already consumed the body while parsing
     * them (a host filter that called {@code getParameter}). Parameters of the request's query must not be among them.
     *
     * @param name the parameter's name
     * @return its values in order; empty where the door knows nothing better than {@link #body()}
     */
    default List<String> parsedFormParameters(String name) {
        return List.of();
    }
}
