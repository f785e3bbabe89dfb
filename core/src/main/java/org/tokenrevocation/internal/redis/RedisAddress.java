package org.tokenrevocation.internal.redis;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.BiFunction;

/**
 * Where Redis is and who we are there, from {@code redis://[user:password@]host[:port][/database]}
 * ({@code rediss://} for TLS). Immutable; its text masks the password.
 *
 * @param host a name or an address, IPv6 without brackets
 * @param port 1 to 65535
 * @param isTls whether the scheme was {@code rediss}
 * @param user the ACL user; null for the default user
 * @param password null for none
 * @param database the logical database
 */
public record RedisAddress(String host, int port, boolean isTls, String user, String password, int database) {
    private static final int DEFAULT_PORT = 6379;
    private static final int MAX_DATABASE = 65_535;

    /**
     * Reads a URL.
     *
     * @param refused makes the error of the value and a remedy; must not show the value, which holds a password
     * @throws IllegalArgumentException what {@code refused} made
     */
    public static RedisAddress parse(String url, BiFunction<String, String, IllegalArgumentException> refused) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw refused.apply(url, "mend it near index " + e.getIndex()
                    + "; percent-encode special characters of user and password");
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("redis") && !scheme.equals("rediss")) {
            throw refused.apply(url, "begin with redis:// or rediss://");
        }
        if (uri.getHost() == null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw refused.apply(url, "write host or host:port (a name without underscore, a number), no query and no"
                    + " fragment; percent-encode special characters of user and password");
        }
        int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
        if (port < 1 || port > 65_535) {
            throw refused.apply(url, "choose a port from 1 to 65535");
        }
        String[] login = login(uri.getRawUserInfo());
        if (login[0] != null && login[1] == null) {
            // Redis would quietly take us for the default user.
            throw refused.apply(url, "write user:password@ before the host, or :password@ for the default user");
        }
        String host = uri.getHost().replaceAll("[\\[\\]]", "");
        return new RedisAddress(host, port, scheme.equals("rediss"), login[0], login[1], database(uri, url, refused));
    }

    private static String[] login(String userInfo) {
        if (userInfo == null || userInfo.isEmpty()) {
            return new String[] {null, null};
        }
        int colon = userInfo.indexOf(':');
        String user = colon < 0 ? userInfo : userInfo.substring(0, colon);
        String password = colon < 0 ? null : decode(userInfo.substring(colon + 1));
        return new String[] {user.isEmpty() ? null : decode(user), password};
    }

    private static int database(URI uri, String url, BiFunction<String, String, IllegalArgumentException> refused) {
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        if (path.isEmpty() || path.equals("/")) {
            return 0;
        }
        if (!path.matches("/\\d{1,5}") || Integer.parseInt(path.substring(1)) > MAX_DATABASE) {
            throw refused.apply(url, "write the database as a number, for example /0");
        }
        return Integer.parseInt(path.substring(1));
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        String login = user == null && password == null
                ? ""
                : (user == null ? "" : user) + (password == null ? "" : ":****") + "@";
        String shownHost = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return (isTls ? "rediss://" : "redis://") + login + shownHost + ":" + port + "/" + database;
    }
}
