package org.tokenrevocation.internal.keys;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The claims of a token, as far as the door looks at them (RFC 7519 section 4.1). Immutable.
 *
 * <p>A payload that is no plain JSON object (compressed, with duplicate members, opaque) makes claims that cannot be
 * read: they rule nothing out, because the signature alone tells who made the token, and have no expiry.
 */
final class Claims {
    private static final long LAST_SECOND = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
    private static final long FIRST_SECOND = 0;

    private final Map<String, Object> members;

    private Claims(Map<String, Object> members) {
        this.members = members;
    }

    static Claims read(byte[] payload) {
        try {
            return new Claims(JSONObjectUtils.parse(new String(payload, StandardCharsets.UTF_8)));
        } catch (ParseException e) {
            return new Claims(null);
        }
    }

    /** Whether the issuer is one of those, or any will do because none is named. */
    boolean hasIssuerOf(Set<String> issuers) {
        return issuers.isEmpty() || members == null || members.get("iss") instanceof String issuer
                && issuers.contains(issuer);
    }

    /** Whether an audience is one of those, or any will do because none is named. */
    boolean hasAudienceOf(Set<String> audiences) {
        if (audiences.isEmpty() || members == null) {
            return true;
        }
        Object audience = members.get("aud");
        Collection<?> all = audience instanceof Collection<?> several ? several
                : audience == null ? List.of() : List.of(audience);
        return all.stream().anyMatch(one -> one instanceof String text && audiences.contains(text));
    }

    /** The {@code exp} claim: rounded up, kept within the years 1970 to 9999; empty if it is no number. */
    Optional<Instant> expiresAt() {
        if (members == null || !(members.get("exp") instanceof Number number)) {
            return Optional.empty();
        }
        double seconds = Math.ceil(number.doubleValue());
        if (Double.isNaN(seconds)) {
            return Optional.empty();
        }
        return Optional.of(Instant.ofEpochSecond(
                (long) Math.min(LAST_SECOND, Math.max(FIRST_SECOND, seconds))));
    }
}
