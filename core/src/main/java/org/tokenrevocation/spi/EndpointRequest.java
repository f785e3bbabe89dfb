package org.tokenrevocation.spi;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * A call of the revocation endpoint as a door received it: bytes and headers, no servlet and no JAX-RS type.
 * A door implements this over its own request. Used only by the thread that hands it in.
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
     * @throws IOException if the body cannot be read
     */
    InputStream body() throws IOException;

    /**
     * What the container has parsed as parameters, if something in front of the door may have consumed the body while
     * parsing it (a host filter that called {@code getParameter}). Asked only for forms whose {@link #body()} turned
     * out to be empty. The query's values come first (Servlet 6.0 section 3.1.1); the contract leaves them out by means
     * of {@link #query()}.
     *
     * @param name the parameter's name
     * @return its values in order; empty where the door knows nothing better than {@link #body()}
     */
    default List<String> parsedParameters(String name) {
        return List.of();
    }

    /**
     * The raw query, undecoded. Never a source of tokens (RFC 7009 section 2.1: parameters are in the body).
     *
     * @return the text after the question mark; null if there is none
     */
    default String query() {
        return null;
    }
}
