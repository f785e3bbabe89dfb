package org.tokenrevocation.internal.sessions;

import java.util.function.BiFunction;
import org.tokenrevocation.internal.identity.TokenDigest;
import org.tokenrevocation.internal.identity.TokenGrammar;

/**
 * The two patterns of session keys, checked against key injection: the endpoint is anonymous, so what a caller writes
 * as a token must never spell another key. Immutable.
 *
 * @param access where access tokens' entries lie; the only place that the filter looks
 * @param refresh where refresh tokens' entries lie
 */
public record KeyPatterns(KeyPattern access, KeyPattern refresh) {
    private static final String ACCESS = "session-key-access";
    private static final String REFRESH = "session-key-refresh";

    /**
     * Reads and checks both.
     *
     * @param refused makes the error of a setting's name and a remedy
     * @throws IllegalArgumentException if one has no placeholder or more, nothing fixed before it, or if with
     *     {@code {token}} one fixed prefix (the namespace's among them) begins another, or ends with what a token may
     *     contain
     */
    public static KeyPatterns parse(
            String access,
            String refresh,
            String namespace,
            String tokenCharacters,
            BiFunction<String, String, IllegalArgumentException> refused) {
        KeyPattern accessPattern = parse(ACCESS, access, refused);
        KeyPattern refreshPattern = parse(REFRESH, refresh, refused);
        boolean hasPlainToken = !accessPattern.isHashed() || !refreshPattern.isHashed();
        if (access.equals(refresh)) {
            throw refused.apply(REFRESH, "choose another key than session-key-access has, or a refresh token would"
                    + " pass as a bearer token");
        }
        if (hasPlainToken && overlap(accessPattern.prefix(), refreshPattern.prefix())) {
            throw refused.apply(ACCESS, "its fixed part and that of session-key-refresh [" + refresh
                    + "] begin alike, so a token could spell the other's key: make them differ, or use {sha256}");
        }
        refuseNamespace(ACCESS, accessPattern, namespace, refused);
        refuseNamespace(REFRESH, refreshPattern, namespace, refused);
        if (hasPlainToken && tokenCharacters.indexOf(':') >= 0) {
            throw refused.apply("token-characters", "leave the colon out, or use {sha256} in both session keys: with"
                    + " {token} a token could spell another key");
        }
        refuseOpenEnd(ACCESS, accessPattern, tokenCharacters, refused);
        refuseOpenEnd(REFRESH, refreshPattern, tokenCharacters, refused);
        return new KeyPatterns(accessPattern, refreshPattern);
    }

    /**
     * Whether two keys are those of one token, as {@link KeyPattern#key} makes them: what strangers publish must not have us
     * delete anything else.
     */
    public boolean isPair(byte[][] keys, TokenGrammar grammar) {
        TokenDigest token = TokenKey.ofRedisKey(access, keys[0]);
        return token != null && token.equals(TokenKey.ofRedisKey(refresh, keys[1]))
                && (access.isHashed() || grammar.matches(access.placeholder(keys[0])))
                && (refresh.isHashed() || grammar.matches(refresh.placeholder(keys[1])));
    }

    private static KeyPattern parse(
            String name, String text, BiFunction<String, String, IllegalArgumentException> refused) {
        boolean isHashed = text.contains(KeyPattern.SHA256);
        String placeholder = isHashed ? KeyPattern.SHA256 : KeyPattern.TOKEN;
        int at = text.indexOf(placeholder);
        if (at < 0) {
            throw refused.apply(name, "write {token} or {sha256} where the token stands");
        }
        String prefix = text.substring(0, at);
        String suffix = text.substring(at + placeholder.length());
        if (suffix.contains(KeyPattern.TOKEN) || suffix.contains(KeyPattern.SHA256)
                || prefix.contains(KeyPattern.TOKEN)) {
            throw refused.apply(name, "write one placeholder only");
        }
        if (!text.equals(text.strip())) {
            throw refused.apply(name, "leave out the white space around it, it would be part of every key");
        }
        if (prefix.isBlank()) {
            throw refused.apply(name, "write something fixed before the placeholder, for example [session:access:], or"
                    + " a token could name any key of this Redis");
        }
        return new KeyPattern(prefix, suffix, isHashed);
    }

    /**
     * Keys are built of words and one separator. If a token may contain the separator, it may contain further words:
     * with {@code sess-{token}} the token {@code user-42} spells the host's {@code sess-user-42}. What stands behind the
     * placeholder needs no such rule: it makes the keys that a token can spell fewer, never more.
     */
    private static void refuseOpenEnd(
            String name,
            KeyPattern pattern,
            String tokenCharacters,
            BiFunction<String, String, IllegalArgumentException> refused) {
        char last = pattern.prefix().charAt(pattern.prefix().length() - 1);
        if (!pattern.isHashed() && TokenGrammar.mayContain(last, tokenCharacters)) {
            throw refused.apply(name, "a token may contain the character [" + last + "] before {token}, so it could spell"
                    + " another key that begins alike: put one there that no token has, such as the colon, or use"
                    + " {sha256}");
        }
    }

    private static void refuseNamespace(
            String name,
            KeyPattern pattern,
            String namespace,
            BiFunction<String, String, IllegalArgumentException> refused) {
        if (!pattern.isHashed() && overlap(pattern.prefix(), namespace)) {
            throw refused.apply(name, "its fixed part and the namespace [" + namespace
                    + "] begin alike, so a token could spell a key of ours: make them differ, or use {sha256}");
        }
    }

    private static boolean overlap(String one, String other) {
        return one.startsWith(other) || other.startsWith(one);
    }
}
