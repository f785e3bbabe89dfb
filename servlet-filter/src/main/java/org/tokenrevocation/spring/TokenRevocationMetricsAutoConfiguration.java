package org.tokenrevocation.spring;

import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.micrometer.TokenRevocationMetrics;

/** The instance's meters, where Micrometer is: Spring Boot binds them to every registry that is a bean. */
@AutoConfiguration(after = TokenRevocationAutoConfiguration.class)
@ConditionalOnClass(MeterBinder.class)
@ConditionalOnBean(TokenRevocation.class)
public class TokenRevocationMetricsAutoConfiguration {
    /** For Spring. */
    public TokenRevocationMetricsAutoConfiguration() {}

    /**
     * The meters; Spring removes them before it closes the instance.
     *
     * @param revocation whose meters they are
     * @return what binds them
     */
    @Bean
    @ConditionalOnMissingBean
    public TokenRevocationMetrics tokenRevocationMetrics(TokenRevocation revocation) {
        return new TokenRevocationMetrics(revocation);
    }
}
