package org.tokenrevocation.sample.bench;

import jakarta.servlet.Filter;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenIntrospector;
import org.springframework.security.oauth2.server.resource.introspection.SpringOpaqueTokenIntrospector;
import org.springframework.security.web.SecurityFilterChain;

/** Spring Security's resource server for opaque tokens, as its manual sets it up: RFC 7662 on each request, no cache. */
final class SpringGuard {
    private SpringGuard() {}

    static Filter filter(String introspection) {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.registerBean(OpaqueTokenIntrospector.class,
                () -> SpringOpaqueTokenIntrospector.withIntrospectionUri(introspection).clientId("bench").clientSecret("bench").build());
        context.register(Chain.class);
        context.refresh();
        return context.getBean("springSecurityFilterChain", Filter.class);
    }

    /** The manual's two lines. */
    @Configuration
    @EnableWebSecurity
    static class Chain {
        @Bean
        SecurityFilterChain filterChain(HttpSecurity http) throws Exception {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .oauth2ResourceServer(server -> server.opaqueToken(token -> { }))
                    .build();
        }
    }
}
