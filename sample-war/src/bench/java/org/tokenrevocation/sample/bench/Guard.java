package org.tokenrevocation.sample.bench;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.tokenrevocation.Settings;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.servlet.RevocationServlet;
import org.tokenrevocation.servlet.TokenRevocationFilter;
import redis.clients.jedis.RedisClient;

/** A filter, if any, and a revocation endpoint, if it has one. */
record Guard(Filter filter, Servlet endpoint) {
    static final String ACCESS = "session:access:";
    /** Lets everybody in: what any filter costs, and there to be found out. */
    static final String OPEN_DOOR = "open-door";
    /** Takes the token out of its header and lets everybody in: what any filter costs that looks at its token. */
    static final String HEADER_READER = "header-reader";
    static final String SPRING = "spring-introspection";
    static final List<String> OURS = List.of("sessions", "denylist");
    /** Those whose difference is looked for. */
    private static final List<String> COMPARED = List.of("sessions", "denylist", OPEN_DOOR, HEADER_READER);
    private static final List<String> OTHERS = List.of("caffeine-1s", "redis-each-time", SPRING);
    /** What our instance and its threads are called. */
    static final String NAME = "bench";
    static final Guard ABSENT = new Guard(null, null);

    private static final String SCHEME = "Bearer ";

    /** Those that take part in a start. */
    static List<String> compared(Application application, int start) {
        return application == Application.NOTHING && start == 0
                ? Stream.concat(COMPARED.stream(), OTHERS.stream()).toList()
                : COMPARED;
    }

    /** Whether it knows dead tokens from live ones. */
    static boolean isGuard(String name) {
        return !name.equals(OPEN_DOOR) && !name.equals(HEADER_READER);
    }

    static Guard of(String name, String redisUrl, String introspection, Path jwks) {
        return switch (name) {
            case OPEN_DOOR -> new Guard((request, response, chain) -> chain.doFilter(request, response), null);
            case HEADER_READER -> new Guard(asking(token -> !token.isEmpty()), null);
            case "sessions", "denylist" -> ours(redisUrl, name, jwks);
            case "redis-each-time" -> eachTime(RedisClient.create(redisUrl));
            case "caffeine-1s" -> caffeine(RedisClient.create(redisUrl));
            case SPRING -> new Guard(SpringGuard.filter(introspection), null);
            default -> throw new IllegalArgumentException("unknown guard [" + name + "]");
        };
    }

    private static Guard ours(String redisUrl, String mode, Path jwks) {
        TokenRevocation revocation = TokenRevocation.open(NAME, Settings.builder()
                .set("redis-url", redisUrl)
                .set("mode", mode)
                .set("accept-unverified", "anonymous")
                .set("jwt-keys", Files.exists(jwks) ? "jwks:" + jwks : "")
                .build());
        return new Guard(new TokenRevocationFilter(revocation), new RevocationServlet(revocation));
    }

    private static Guard eachTime(RedisClient jedis) {
        return new Guard(asking(token -> jedis.exists(ACCESS + token)), null);
    }

    private static Guard caffeine(RedisClient jedis) {
        LoadingCache<String, Boolean> believed = Caffeine.newBuilder()
                .maximumSize(100_000)
                .expireAfterWrite(Duration.ofSeconds(1))
                .build(token -> jedis.exists(ACCESS + token));
        return new Guard(asking(believed::get), null);
    }

    /** The least that a home-made filter does. */
    private static Filter asking(Predicate<String> isLive) {
        return (request, response, chain) -> {
            String header = ((HttpServletRequest) request).getHeader("Authorization");
            if (header != null && header.startsWith(SCHEME) && isLive.test(header.substring(SCHEME.length()))) {
                chain.doFilter(request, response);
            } else {
                ((HttpServletResponse) response).setStatus(401);
            }
        };
    }
}
