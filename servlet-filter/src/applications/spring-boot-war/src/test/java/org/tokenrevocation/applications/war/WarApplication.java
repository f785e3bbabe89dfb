package org.tokenrevocation.applications.war;

import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.boot.web.servlet.support.SpringBootServletInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.tokenrevocation.Settings;
import org.tokenrevocation.SettingsSource;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.servlet.RevocationServlet;
import org.tokenrevocation.servlet.TokenRevocationFilter;

/** A Spring Boot application, configured in code, as its WAR has it. Property {@code orders.way} chooses among the ways. */
@SpringBootConfiguration
@EnableAutoConfiguration
public class WarApplication extends SpringBootServletInitializer {
    @Override
    protected SpringApplicationBuilder configure(SpringApplicationBuilder application) {
        return application.sources(WarApplication.class);
    }

    /** The one instance, unless properties bring it. */
    @Bean
    @ConditionalOnExpression("'${orders.way}' != 'properties'")
    TokenRevocation tokenRevocation(@Value("${orders.redis-url}") String redisUrl) {
        return TokenRevocation.open("orders", Settings.builder().set("redis-url", redisUrl)
                .load(SettingsSource.systemProperties(), SettingsSource.environment()).build());
    }

    /** Opens the endpoint to Spring Security. */
    @Bean
    @ConditionalOnExpression("'${orders.way}' != 'properties'")
    @Order(Ordered.HIGHEST_PRECEDENCE)
    SecurityFilterChain revocationSecurity(HttpSecurity http) throws Exception {
        return http.securityMatcher(request -> request.getServletPath().equals("/oauth/revoke-token"))
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .csrf(csrf -> csrf.disable()).build();
    }

    /** The host's own rules. */
    @Bean
    SecurityFilterChain hostSecurity(HttpSecurity http) throws Exception {
        return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll()).build();
    }

    @Bean
    @ConditionalOnExpression("'${orders.way}' != 'properties'")
    ServletRegistrationBean<RevocationServlet> revocationEndpoint(TokenRevocation revocation) {
        return new ServletRegistrationBean<>(new RevocationServlet(revocation), "/oauth/revoke-token");
    }

    /** The application as it also runs by itself. */
    @Configuration
    @ConditionalOnProperty(name = "orders.way", havingValue = "filter")
    static class WithFilter {
        @Bean
        FilterRegistrationBean<TokenRevocationFilter> guard(TokenRevocation revocation) {
            FilterRegistrationBean<TokenRevocationFilter> guard =
                    new FilterRegistrationBean<>(new TokenRevocationFilter(revocation));
            guard.setOrder(Ordered.HIGHEST_PRECEDENCE);
            guard.setDispatcherTypes(EnumSet.allOf(DispatcherType.class));
            return guard;
        }
    }

    /** An application that is a WAR only, and leaves the filter to the JAR. */
    @Configuration
    @ConditionalOnProperty(name = "orders.way", havingValue = "attribute")
    static class WithAttribute {
        @Bean
        ServletContextInitializer revocationInContext(TokenRevocation revocation) {
            return context -> context.setAttribute(TokenRevocation.CONTEXT_ATTRIBUTE, revocation);
        }
    }

    /** The host's own. */
    @RestController
    static final class Controller {
        @GetMapping("/mvc")
        String answer() {
            return "mvc";
        }
    }
}
