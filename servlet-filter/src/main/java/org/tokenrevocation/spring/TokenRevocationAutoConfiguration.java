package org.tokenrevocation.spring;

import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.tokenrevocation.AuditListener;
import org.tokenrevocation.ClientAuthenticator;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.servlet.TokenRevocationFilter;

/**
 * The guard in a Spring Boot application with servlets: one instance from the properties {@code revocation.*}, and the
 * filter in front of Spring Security, which also answers at {@code endpoint} unless {@code revocation.serve-endpoint} is
 * false. Either steps back for a bean of the application's own. {@code revocation.enabled=false} switches both off.
 */
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnProperty(name = "revocation.enabled", havingValue = "true", matchIfMissing = true)
public class TokenRevocationAutoConfiguration {
    /** Right behind Spring's filter of observations, so that refusals are among the server's metrics. */
    static final int DEFAULT_ORDER = Ordered.HIGHEST_PRECEDENCE + 2;

    /** For Spring. */
    public TokenRevocationAutoConfiguration() {}

    /**
     * Opens the instance; Spring closes it after the web server has stopped.
     *
     * @param environment holds the properties
     * @param authenticator the application's own, if it has one
     * @param auditListener the application's own, if it has one
     * @return the instance
     * @throws IllegalArgumentException if a property is missing, unknown or out of bounds; stops the application
     */
    @Bean
    @ConditionalOnMissingBean
    public TokenRevocation tokenRevocation(ConfigurableEnvironment environment,
            ObjectProvider<ClientAuthenticator> authenticator, ObjectProvider<AuditListener> auditListener) {
        String name = environment.getProperty("spring.application.name", "application");
        TokenRevocation.Builder builder = TokenRevocation.builder(name, EnvironmentSettings.read(environment));
        authenticator.ifUnique(builder::clientAuthenticator);
        auditListener.ifUnique(builder::auditListener);
        try {
            return builder.open();
        } catch (IllegalArgumentException e) {
            throw new InvalidPropertiesException(e);
        }
    }

    /**
     * Registers the guard for every path and dispatch, at {@code revocation.filter-order}.
     *
     * @param revocation the instance that it asks
     * @param environment holds the property
     * @return the registration
     */
    @Bean
    @ConditionalOnMissingBean(value = TokenRevocationFilter.class, parameterizedContainer = FilterRegistrationBean.class)
    public FilterRegistrationBean<TokenRevocationFilter> tokenRevocationGuard(TokenRevocation revocation,
            ConfigurableEnvironment environment) {
        FilterRegistrationBean<TokenRevocationFilter> guard =
                new FilterRegistrationBean<>(new TokenRevocationFilter(revocation));
        // Where the JAR's initializer has registered a guard (a WAR), that one steps aside for this name.
        guard.setName(TokenRevocationFilter.class.getName());
        guard.setOrder(environment.getProperty("revocation.filter-order", Integer.class, DEFAULT_ORDER));
        guard.setDispatcherTypes(EnumSet.allOf(DispatcherType.class));
        guard.setAsyncSupported(true);
        return guard;
    }
}
