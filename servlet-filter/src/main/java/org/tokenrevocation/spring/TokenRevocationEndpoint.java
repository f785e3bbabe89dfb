package org.tokenrevocation.spring;

import java.util.Map;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.tokenrevocation.TokenRevocation;

/**
 * Actuator's endpoint {@code tokenrevocation}: all that health says, counters and masked settings among it. Served where
 * {@code management.endpoints.web.exposure.include} names it. Thread-safe.
 */
@Endpoint(id = "tokenrevocation")
public final class TokenRevocationEndpoint {
    private final TokenRevocation revocation;

    /**
     * Asks nothing yet.
     *
     * @param revocation whose health it is
     */
    public TokenRevocationEndpoint(TokenRevocation revocation) {
        this.revocation = revocation;
    }

    /**
     * A snapshot.
     *
     * @return members as in {@code Health.toJson()}
     */
    @ReadOperation
    public Map<String, Object> health() {
        return HealthDetails.full(revocation.health());
    }
}
