package org.tokenrevocation.internal.jwt;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The claims of a token, as far as the door looks at them (RFC 7519 section 4.1). Immutable.
 *
 * <p>A payload that is no plain JSON object (compressed, with duplicate members, opaque) makes claims that cannot be
 * read, and so does a member of the wrong type. What is missing or cannot be read rules nothing out, because the signature
 * alone tells who made the token, and is no expiry.
 */
final class Claims {
    /** The end of the year 9999; libraries that multiply by 1000 wrap around beyond some larger value. */
    private static final double LAST_SECOND = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

    private final Map<String, Object> members;

    private Claims(Map<String, Object> members) {
        this.members = members;
    }

    static Claims read(byte[] payload) {
        try {
            Map<String, Object> members = JSONObjectUtils.parse(new String(payload, StandardCharsets.UTF_8));
            return new Claims(members == null ? Map.of() : members);
        } catch (ParseException e) {
            return new Claims(Map.of());
        }
    }

    /** The {@code iss} claim; empty if it is missing or no string. */
    Optional<String> issuer() {
        return members.get("iss") instanceof String issuer ? Optional.of(issuer) : Optional.empty();
    }

    /** The {@code aud} claim, one or several; empty if it is missing or holds no string. */
    List<String> audiences() {
        Object audience = members.get("aud");
        Collection<?> all = audience instanceof Collection<?> several ? several
                : audience == null ? List.of() : List.of(audience);
        return all.stream().filter(String.class::isInstance).map(String.class::cast).toList();
    }

    /**
     * The {@code exp} claim, rounded up to whole seconds. Empty if it is no number, or none that every library reads as
     * the same moment: below one (Keycloak takes 0 for "never") or beyond the year 9999.
     */
    Optional<Instant> expiresAt() {
        if (!(members.get("exp") instanceof Number number)) {
            return Optional.empty();
        }
        double seconds = number.doubleValue();
        return seconds >= 1 && seconds <= LAST_SECOND
                ? Optional.of(Instant.ofEpochSecond((long) Math.ceil(seconds))) : Optional.empty();
    }
}
