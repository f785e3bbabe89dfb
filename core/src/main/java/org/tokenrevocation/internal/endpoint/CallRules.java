package org.tokenrevocation.internal.endpoint;

import java.util.List;
import org.tokenrevocation.spi.EndpointRequest;
import org.tokenrevocation.spi.EndpointResponse;

/** What one endpoint takes, what a call of it means, and how it answers. Thread-safe. */
interface CallRules {
    /** Whether a body of this type is read; both forms are told apart by {@link MediaType}. */
    boolean takes(List<String> contentType);

    /** The answer to a body of another type. */
    EndpointResponse unsupportedType();

    /**
     * What the call means.
     *
     * @param body its text
     * @param request for what is not in the body
     */
    Outcome read(String body, EndpointRequest request);

    /** The answer when it has taken effect. */
    EndpointResponse done();

    /** The answer when that is not confirmed. */
    EndpointResponse unconfirmed(boolean isForm);

    /** The answer when what was read cannot be carried out because of what it names. */
    EndpointResponse impossible();
}
