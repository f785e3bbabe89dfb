package org.tokenrevocation.spring;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.tokenrevocation.TokenRevocation;

/** Actuator's endpoint {@code tokenrevocation}, where Actuator is; the application decides whether it is exposed. */
@AutoConfiguration(after = TokenRevocationAutoConfiguration.class)
@ConditionalOnClass(Endpoint.class)
@ConditionalOnBean(TokenRevocation.class)
public class TokenRevocationEndpointAutoConfiguration {
    /** For Spring. */
    public TokenRevocationEndpointAutoConfiguration() {}

    /**
     * The endpoint.
     *
     * @param revocation whose health it shows
     * @return the endpoint
     */
    @Bean
    @ConditionalOnMissingBean
    public TokenRevocationEndpoint tokenRevocationEndpoint(TokenRevocation revocation) {
        return new TokenRevocationEndpoint(revocation);
    }
}
