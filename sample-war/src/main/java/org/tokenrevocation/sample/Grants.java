package org.tokenrevocation.sample;

import jakarta.servlet.ServletContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.tokenrevocation.Mode;
import org.tokenrevocation.TokenRevocation;
import redis.clients.jedis.RedisClient;

/**
 * What the host has granted to whom, as {@code revocation.mode} has it: {@link Sessions} in Redis, or {@link JwtGrants}
 * that speak for themselves. Thread-safe. A {@code JedisException} means that Redis does not answer.
 */
interface Grants extends AutoCloseable {
    /** How long an access token lives. */
    Duration ACCESS_LIFETIME = Duration.ofMinutes(10);

    /** How long a refresh token lives. */
    Duration REFRESH_LIFETIME = Duration.ofDays(1);

    /** A new pair of tokens. */
    Tokens issue(String subject, String session);

    /** What an access token stands for, if the host finds it valid. Whether it is revoked, the filter has said. */
    Optional<Access> find(String accessToken);

    /** Uses a refresh token up: of any number of calls, on any nodes, one gets it. */
    Optional<Spent> spend(String refreshToken);

    @Override
    void close();

    /** Those of this web application, made at the first call, when the guard has checked the settings long since. */
    static Grants of(ServletContext context) {
        synchronized (Grants.class) {
            Grants grants = (Grants) context.getAttribute(Grants.class.getName());
            if (grants == null) {
                grants = open(context);
                context.setAttribute(Grants.class.getName(), grants);
            }
            return grants;
        }
    }

    private static Grants open(ServletContext context) {
        TokenRevocation revocation = revocation(context);
        RedisClient redis = HostRedis.client(context, revocation.settings().redisTimeout());
        return revocation.settings().mode() == Mode.DENYLIST
                ? new JwtGrants(SigningKey.of(context), redis, revocation)
                : new Sessions(redis, context.getInitParameter("revocation.session-key-access"),
                        context.getInitParameter("revocation.session-key-refresh"));
    }

    static void closeIn(ServletContext context) {
        if (context.getAttribute(Grants.class.getName()) instanceof Grants grants) {
            context.removeAttribute(Grants.class.getName());
            grants.close();
        }
    }

    /** The instance that filter and endpoint share. */
    static TokenRevocation revocation(ServletContext context) {
        return (TokenRevocation) context.getAttribute(TokenRevocation.CONTEXT_ATTRIBUTE);
    }

    /** What a live access token stands for. */
    record Access(String subject, String session, Duration remaining) {}

    /** What a refresh token stood for; its pair is still to be revoked. */
    record Spent(String subject, String session, List<String> pair) {}
}
