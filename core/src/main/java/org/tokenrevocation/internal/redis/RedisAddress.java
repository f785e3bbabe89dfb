package org.tokenrevocation.internal.redis;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
    private static final int MAX_PORT = 65_535;
    private static final int MAX_DATABASE = 65_535;
    /**
     * {@link URI#getHost} knows host names of RFC 2396 alone; Compose, Kubernetes and Windows networks have others, with
     * underscores or with a digit where a letter should be.
     */
    private static final Pattern AUTHORITY = Pattern.compile(
            "((?<login>[^@]*)@)?(?<host>\\[[0-9A-Fa-f:.]+(%[\\w.-]+)?]|[A-Za-z0-9_][A-Za-z0-9_.-]*)(:(?<port>\\d{0,5}))?");

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
        if (scheme.endsWith("-cluster")) {
            throw refused.apply(url, "Redis Cluster is not supported: name a Redis without Cluster, and set"
                    + " revocation.replicas to how many servers may be promoted in its place");
        }
        if (!scheme.equals("redis") && !scheme.equals("rediss")) {
            throw refused.apply(url, "begin with redis:// or rediss://");
        }
        if (uri.getRawAuthority() != null && hosts(uri).indexOf(',') >= 0) {
            throw refused.apply(url, "write one host: of servers that take each other's place name the endpoint that moves to"
                    + " the primary, and set revocation.replicas");
        }
        Matcher authority = AUTHORITY.matcher(uri.getRawAuthority() == null ? "" : uri.getRawAuthority());
        if (!authority.matches() || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw refused.apply(url, "write one host or host:port, no query and no fragment; percent-encode special"
                    + " characters of user and password");
        }
        int port = port(authority.group("port"));
        if (port < 1 || port > MAX_PORT) {
            throw refused.apply(url, "choose a port from 1 to " + MAX_PORT);
        }
        String[] login = login(authority.group("login"));
        if (login[0] != null && login[1] == null) {
            // Redis would quietly take us for the default user.
            throw refused.apply(url, "write user:password@ before the host, or :password@ for the default user");
        }
        String host = authority.group("host").replaceAll("[\\[\\]]", "");
        return new RedisAddress(host, port, scheme.equals("rediss"), login[0], login[1], database(uri, url, refused));
    }

    private static String hosts(URI uri) {
        return uri.getRawAuthority().substring(uri.getRawAuthority().lastIndexOf('@') + 1);
    }

    private static String[] login(String userInfo) {
        if (userInfo == null || userInfo.isEmpty()) {
            return new String[] {null, null};
        }
        int colon = userInfo.indexOf(':');
        String user = colon < 0 ? userInfo : userInfo.substring(0, colon);
        String password = colon < 0 ? null : decode(userInfo.substring(colon + 1));
        if (user.isEmpty()) {
            // A template whose variables are empty. No user of Redis has an empty password, so it stands for none.
            return new String[] {null, password == null || password.isEmpty() ? null : password};
        }
        return new String[] {decode(user), password};
    }

    private static int port(String digits) {
        return digits == null || digits.isEmpty() ? DEFAULT_PORT : Integer.parseInt(digits);
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
