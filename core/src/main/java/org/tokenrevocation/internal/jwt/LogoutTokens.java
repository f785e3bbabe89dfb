package org.tokenrevocation.internal.jwt;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.tokenrevocation.Cutoff;
import org.tokenrevocation.internal.cutoff.CutoffDigest;
import org.tokenrevocation.internal.cutoff.LogoutReading;
import org.tokenrevocation.internal.identity.Base64Url;

/**
 * Validates logout tokens (OpenID Connect Back-Channel Logout 1.0 section 2.6) with the keys of {@code jwt-keys}. Only an
 * entry that names the token's issuer vouches for it. Thread-safe.
 *
 * <p>No other token passes for one: it needs the member {@code events} with the logout event, no {@code nonce}, a {@code jti},
 * and a {@code typ} of {@code logout+jwt}, of {@code JWT}, which names no kind, or none. Strict where the verifier of tokens
 * to be revoked forgives: one plain JSON object each, no repeated member, no encryption.
 *
 * <p>A {@code sid} asks for the end of that session, a {@code sub} without one for the end of all; both until the token's
 * {@code iat}, which is the issuer's own clock, so that a login after the logout lives.
 */
public final class LogoutTokens {
    private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";
    private static final Set<String> TYPES = Set.of("logout+jwt", "application/logout+jwt", "jwt");
    private static final double MILLIS_PER_SECOND = 1000;

    private final JwtVerifier verifier;
    private final Set<String> audiences;
    private final long leewayMillis;
    private final InstantSource clock;

    /** Why a token is none; a value that leaves a method, never one that is logged. */
    private static final class InvalidException extends Exception {
        private static final long serialVersionUID = 1L;

        InvalidException(String why) {
            super(why, null, false, false);
        }
    }

    /**
     * The verifier remains the caller's to close.
     *
     * @param audiences the names that this application has at its issuers, of which {@code aud} has to hold one
     * @param leeway how far clocks may differ
     */
    public LogoutTokens(JwtVerifier verifier, Collection<String> audiences, Duration leeway, InstantSource clock) {
        this.verifier = verifier;
        this.audiences = Set.copyOf(audiences);
        this.leewayMillis = leeway.toMillis();
        this.clock = clock;
    }

    /** Reads a logout token. May block for the fetching of keys, as long as the verifier may. */
    public LogoutReading read(String token) {
        LogoutReading.Valid valid;
        try {
            valid = validate(token);
        } catch (InvalidException e) {
            return new LogoutReading.Invalid(e.getMessage());
        }
        Verification said = verifier.verifyLogout(token);
        if (said instanceof Verification.Verified) {
            return valid;
        }
        return said instanceof Verification.Unavailable unavailable
                ? new LogoutReading.Unavailable(unavailable.why())
                : new LogoutReading.Invalid("no key of the token's issuer verifies it");
    }

    private LogoutReading.Valid validate(String token) throws InvalidException {
        String[] segments = token.split("\\.", -1);
        require(segments.length == 3, "it is no signed JWT");
        require(isTypeOfALogout(object(segments[0], "its header").get("typ")), "its typ is another kind of token's");
        Map<String, Object> claims = object(segments[1], "its payload");
        require(claims.get("events") instanceof Map<?, ?> events && events.get(EVENT) instanceof Map,
                "events does not name a back-channel logout");
        require(!claims.containsKey("nonce"), "it has a nonce");
        String issuer = text(claims, "iss");
        String jti = text(claims, "jti");
        requireAudience(claims.get("aud"));
        long issuedAt = millis(claims, "iat");
        long expiresAt = millis(claims, "exp");
        long now = clock.millis();
        require(issuedAt <= now + leewayMillis, "iat lies in the future");
        require(expiresAt > now - leewayMillis, "it has expired");
        try {
            return new LogoutReading.Valid(cutoff(claims, issuer).withIssuedUntil(Instant.ofEpochMilli(issuedAt)),
                    CutoffDigest.ofLogout(issuer, jti), expiresAt + leewayMillis);
        } catch (IllegalArgumentException e) {
            throw new InvalidException("sub, sid or iat is out of bounds");
        }
    }

    private static Cutoff cutoff(Map<String, Object> claims, String issuer) throws InvalidException {
        String subject = claims.containsKey("sub") ? text(claims, "sub") : null;
        if (claims.containsKey("sid")) {
            return Cutoff.session(issuer, text(claims, "sid"));
        }
        require(subject != null, "it has neither sub nor sid");
        return Cutoff.subject(issuer, subject);
    }

    private static boolean isTypeOfALogout(Object type) {
        return type == null || type instanceof String text && TYPES.contains(text.toLowerCase(Locale.ROOT));
    }

    private void requireAudience(Object audience) throws InvalidException {
        Collection<?> all = audience instanceof Collection<?> several ? several : audience == null ? List.of() : List.of(audience);
        require(all.stream().anyMatch(one -> one instanceof String text && audiences.contains(text)),
                "aud names none of revocation.logout-audience");
    }

    private static String text(Map<String, Object> claims, String name) throws InvalidException {
        require(claims.get(name) instanceof String text && !text.isEmpty(), name + " is missing or no text");
        return (String) claims.get(name);
    }

    private static long millis(Map<String, Object> claims, String name) throws InvalidException {
        require(claims.get(name) instanceof Number, name + " is missing or no number");
        return (long) Math.floor(((Number) claims.get(name)).doubleValue() * MILLIS_PER_SECOND);
    }

    private static Map<String, Object> object(String segment, String what) throws InvalidException {
        require(Base64Url.isCanonical(segment), what + " is no base64url");
        byte[] ascii = segment.getBytes(StandardCharsets.US_ASCII);
        try {
            Map<String, Object> members = JSONObjectUtils.parse(
                    new String(Base64Url.decode(ascii, 0, ascii.length), StandardCharsets.UTF_8));
            require(members != null, what + " is no JSON object");
            return members;
        } catch (ParseException e) {
            throw new InvalidException(what + " is no JSON object");
        }
    }

    private static void require(boolean isTrue, String otherwise) throws InvalidException {
        if (!isTrue) {
            throw new InvalidException("the logout token is not valid: " + otherwise);
        }
    }
}
