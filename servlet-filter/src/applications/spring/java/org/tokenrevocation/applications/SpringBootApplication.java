package org.tokenrevocation.applications;

import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import java.util.concurrent.Callable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.tokenrevocation.Settings;
import org.tokenrevocation.SettingsSource;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.matrix.host.Dispatches;
import org.tokenrevocation.matrix.host.Filters;
import org.tokenrevocation.servlet.RevocationServlet;
import org.tokenrevocation.servlet.TokenRevocationFilter;

/** A host on Spring Boot with Spring Security: the guard, the endpoint, and below them the host's own. */
@SpringBootConfiguration
@EnableAutoConfiguration
class SpringBootApplication {
    @Bean
    TokenRevocation tokenRevocation(@Value("${orders.redis-url}") String redisUrl) {
        return TokenRevocation.open("orders", Settings.builder().set("redis-url", redisUrl)
                .load(SettingsSource.systemProperties(), SettingsSource.environment()).build());
    }

    @Bean
    FilterRegistrationBean<TokenRevocationFilter> guard(TokenRevocation revocation) {
        FilterRegistrationBean<TokenRevocationFilter> guard =
                new FilterRegistrationBean<>(new TokenRevocationFilter(revocation));
        guard.setOrder(Ordered.HIGHEST_PRECEDENCE);
        guard.setDispatcherTypes(EnumSet.allOf(DispatcherType.class));
        return guard;
    }

    @Bean
    ServletRegistrationBean<RevocationServlet> revocationEndpoint(TokenRevocation revocation) {
        return new ServletRegistrationBean<>(new RevocationServlet(revocation), "/oauth/revoke-token");
    }

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    SecurityFilterChain revocationSecurity(HttpSecurity http) throws Exception {
        return http.securityMatcher(request -> request.getServletPath().equals("/oauth/revoke-token"))
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .csrf(csrf -> csrf.disable()).build();
    }

    /** The host's own rules; all else is as Spring Security has it. */
    @Bean
    SecurityFilterChain hostSecurity(HttpSecurity http) throws Exception {
        return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .csrf(csrf -> csrf.ignoringRequestMatchers(request -> request.getServletPath().startsWith("/api"))).build();
    }

    @Bean
    FilterRegistrationBean<Filters.Declared> hostFilter() {
        FilterRegistrationBean<Filters.Declared> filter = new FilterRegistrationBean<>(new Filters.Declared());
        filter.setOrder(-101); // right in front of Spring Security's
        filter.setDispatcherTypes(EnumSet.allOf(DispatcherType.class));
        return filter;
    }

    @Bean
    ServletRegistrationBean<Dispatches.Echo> echo() {
        return new ServletRegistrationBean<>(new Dispatches.Echo(), "/api/*");
    }

    @Bean
    ServletRegistrationBean<Dispatches.Seen> seen() {
        return new ServletRegistrationBean<>(new Dispatches.Seen(), "/public/seen");
    }

    @Bean
    ServletRegistrationBean<Dispatches.Forward> forward() {
        return new ServletRegistrationBean<>(new Dispatches.Forward(), "/public/forward");
    }

    @Bean
    ServletRegistrationBean<Dispatches.Include> include() {
        return new ServletRegistrationBean<>(new Dispatches.Include(), "/public/include");
    }

    @Bean
    ServletRegistrationBean<Dispatches.Async> async() {
        return new ServletRegistrationBean<>(new Dispatches.Async(), "/public/async");
    }

    @Bean
    ServletRegistrationBean<Dispatches.Failing> failing() {
        return new ServletRegistrationBean<>(new Dispatches.Failing(), "/public/error");
    }

    /** Spring MVC, which dispatches again when the asynchronous result is there. */
    @RestController
    static final class Controller {
        @GetMapping("/mvc")
        String answer() {
            return "mvc";
        }

        @GetMapping("/mvc/later")
        Callable<String> answerLater() {
            return () -> "mvc later";
        }
    }
}
