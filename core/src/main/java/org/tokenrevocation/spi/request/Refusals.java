package org.tokenrevocation.spi.request;

import java.util.List;
import org.tokenrevocation.Settings;

/**
 * Every answer that a guarding door can give, written once at the start: challenges of RFC 6750 section 3 (realm, error,
 * error_description, in that order), one text for all tokens that are not accepted. Nothing of a request goes into them, and the settings
 * admit no quote, backslash or control character in realm and schemes. Immutable.
 */
final class Refusals {
    private static final String CHALLENGE = "WWW-Authenticate";
    private static final String NOT_ACCEPTED = "The access token is revoked, expired or unknown";

    private final Refusal[] revoked;
    private final Refusal[] malformed;
    private final Refusal[] ambiguous;
    private final Refusal missing;
    private final Refusal undecided;

    Refusals(Settings settings) {
        List<String> schemes = settings.schemes();
        revoked = new Refusal[schemes.size()];
        malformed = new Refusal[schemes.size()];
        ambiguous = new Refusal[schemes.size()];
        for (int i = 0; i < revoked.length; i++) {
            String challenge = schemes.get(i) + " realm=\"" + settings.realm() + "\"";
            revoked[i] = challenged("revoked", 401, challenge, "invalid_token", NOT_ACCEPTED);
            malformed[i] = challenged("malformed", 401, challenge, "invalid_token", NOT_ACCEPTED);
            ambiguous[i] = challenged("ambiguous", 400, challenge, "invalid_request",
                    "The request carries more than one access token");
        }
        missing = new Refusal("missing", 401, CHALLENGE, schemes.get(0) + " realm=\"" + settings.realm() + "\"",
                "{\"error_description\":\"This resource needs an access token\"}");
        undecided = new Refusal("undecided", 503, "Retry-After", "1",
                body("temporarily_unavailable", "The access token cannot be checked at the moment"));
    }

    private static Refusal challenged(String cause, int status, String challenge, String error, String description) {
        return new Refusal(cause, status, CHALLENGE,
                challenge + ", error=\"" + error + "\", error_description=\"" + description + "\"",
                body(error, description));
    }

    private static String body(String error, String description) {
        return "{\"error\":\"" + error + "\",\"error_description\":\"" + description + "\"}";
    }

    Refusal revoked(int scheme) {
        return revoked[scheme];
    }

    Refusal malformed(int scheme) {
        return malformed[scheme];
    }

    Refusal ambiguous(int scheme) {
        return ambiguous[scheme];
    }

    Refusal missing() {
        return missing;
    }

    Refusal undecided() {
        return undecided;
    }
}
