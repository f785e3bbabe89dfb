package org.tokenrevocation.sample.page;

/**
 * What a node answered.
 *
 * @param status the HTTP status
 * @param challenge the {@code WWW-Authenticate} header, empty if there is none
 * @param body the body as text
 */
record Answer(int status, String challenge, String body) {
    /** How a node takes a token, seen in its answer to a guarded request. */
    Standing standing() {
        return switch (status) {
            case 200 -> Standing.LIVE;
            // Only the guard describes its refusal; the host behind it refuses without a description.
            case 401 -> challenge.contains("error_description=") ? Standing.REFUSED : Standing.PASSED_GUARD;
            case 503 -> Standing.UNDECIDED;
            default -> Standing.ODD;
        };
    }
}
