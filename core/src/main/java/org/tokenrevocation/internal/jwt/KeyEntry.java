package org.tokenrevocation.internal.jwt;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.tokenrevocation.internal.jwt.keys.KeySource;

/**
 * One entry of {@code jwt-keys}: keys, and whose tokens they may vouch for. Immutable.
 *
 * @param label instance and number, for logs; shows no secret
 * @param source the keys
 * @param options what else the entry says
 */
record KeyEntry(String label, KeySource source, Options options) {
    private static final int MOST_SHOWN = 200;

    /**
     * What narrows an entry down or widens it.
     *
     * @param issuers the {@code iss} that count; empty for any
     * @param audiences the {@code aud} of which one must be there; empty for any
     * @param algorithms the {@code alg} that count, in upper case; empty for any that the type of key allows
     * @param isZipTaken whether compressed JWEs are opened
     */
    record Options(Set<String> issuers, Set<String> audiences, Set<String> algorithms, boolean isZipTaken) {}

    boolean allowsAlgorithm(JoseToken token) {
        return options.algorithms.isEmpty() || options.algorithms.contains(token.algorithm().toUpperCase(Locale.ROOT));
    }

    boolean allows(Claims claims) {
        return objection(claims).isEmpty();
    }

    /** Whether this entry names the issuer of these claims. */
    boolean isOf(Claims claims) {
        return !options.issuers.isEmpty() && claims.issuer().isPresent()
                && !differs(options.issuers, claims.issuer().stream().toList());
    }

    /**
     * Which claim says that the token is meant for somebody else, in words for the log. A slash at the end decides nothing,
     * nor does a claim that is missing.
     */
    Optional<String> objection(Claims claims) {
        List<String> issuer = claims.issuer().stream().toList();
        if (differs(options.issuers, issuer)) {
            return Optional.of(objection("issuer", issuer, options.issuers));
        }
        return differs(options.audiences, claims.audiences())
                ? Optional.of(objection("audience", claims.audiences(), options.audiences)) : Optional.empty();
    }

    private static boolean differs(Set<String> wanted, List<String> given) {
        return !wanted.isEmpty() && !given.isEmpty() && given.stream().map(KeyEntry::withoutSlash).noneMatch(
                one -> wanted.stream().map(KeyEntry::withoutSlash).anyMatch(one::equals));
    }

    private static String withoutSlash(String text) {
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    private static String objection(String option, List<String> given, Set<String> wanted) {
        return option + " [" + shown(String.join(", ", given)) + "], but the entry says ;" + option + "= ["
                + shown(wanted.stream().sorted().collect(Collectors.joining(", "))) + "]";
    }

    /** Printable ASCII, and not without end. */
    private static String shown(String text) {
        String cut = text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "...";
        return cut.replaceAll("[^ -~]", "?");
    }

    @Override
    public String toString() {
        return label;
    }
}
