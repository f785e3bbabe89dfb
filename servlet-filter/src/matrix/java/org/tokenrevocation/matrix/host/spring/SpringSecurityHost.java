package org.tokenrevocation.matrix.host.spring;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.FilterChainProxy;
import org.springframework.security.web.context.AbstractSecurityWebApplicationInitializer;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;

/**
 * A host's own initializer, as Spring Security's documentation has it: it registers the filter chain in front of all
 * filters. Not a line of it knows us. Lies in {@code WEB-INF/classes} of a WAR.
 */
public class SpringSecurityHost extends AbstractSecurityWebApplicationInitializer {
    /** For the container. */
    public SpringSecurityHost() {
        super(Security.class);
    }

    /** One chain, in which a filter answers by itself, as those of OpenID Connect do. */
    @Configuration
    public static class Security {
        /** The bean's name is Spring Security's. */
        @Bean
        public Filter springSecurityFilterChain() {
            return new FilterChainProxy(new DefaultSecurityFilterChain(AnyRequestMatcher.INSTANCE, new UserInfo()));
        }
    }

    /** Answers {@code /api/userinfo}: below a servlet of the host, since Liberty calls no filter for a path without one. */
    static final class UserInfo implements Filter {
        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            if (((HttpServletRequest) request).getRequestURI().endsWith("/api/userinfo")) {
                response.getOutputStream().print("answered by Spring Security");
            } else {
                request.setAttribute("host-filters", "spring");
                chain.doFilter(request, response);
            }
        }
    }
}
