package org.tokenrevocation.spring;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.tokenrevocation.TokenRevocation;

/**
 * The instance in Actuator's health of Spring Boot 3, on request alone: whoever takes nodes out of the load balancer by that
 * would lose all of them at once with Redis. In no group, readiness among them, unless the application puts it there.
 */
@AutoConfiguration(after = TokenRevocationAutoConfiguration.class)
@ConditionalOnClass(HealthIndicator.class)
@ConditionalOnBean(TokenRevocation.class)
@ConditionalOnProperty(name = "management.health.token-revocation.enabled", havingValue = "true")
public class TokenRevocationBoot3HealthAutoConfiguration {
    /** For Spring. */
    public TokenRevocationBoot3HealthAutoConfiguration() {}

    /**
     * The indicator {@code tokenRevocation}.
     *
     * @param revocation whose health it is
     * @return up while requests can be judged
     */
    @Bean
    @ConditionalOnMissingBean(name = "tokenRevocationHealthIndicator")
    public HealthIndicator tokenRevocationHealthIndicator(TokenRevocation revocation) {
        return () -> {
            org.tokenrevocation.Health health = revocation.health();
            return (health.isUp() ? Health.up() : Health.down()).withDetails(HealthDetails.brief(health)).build();
        };
    }
}
