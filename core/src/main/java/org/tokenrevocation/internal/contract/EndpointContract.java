package org.tokenrevocation.internal.contract;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.tokenrevocation.EndpointRequest;
import org.tokenrevocation.EndpointResponse;
import org.tokenrevocation.RevocationEndpoint;
import org.tokenrevocation.TokenRevocation;

/** The rules of {@code POST /oauth/revoke-token}, written once for every door. Thread-safe. */
public final class EndpointContract implements RevocationEndpoint {
    private final TokenRevocation revocation;

    /** Serves one instance. */
    public EndpointContract(TokenRevocation revocation) {
        this.revocation = revocation;
    }

    @Override
    public CompletionStage<EndpointResponse> answer(EndpointRequest request) {
        return CompletableFuture.completedFuture(
                new EndpointResponse(500, Map.of(), revocation.toString().getBytes(StandardCharsets.UTF_8)));
    }
}
