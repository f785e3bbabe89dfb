package org.tokenrevocation.internal.endpoint;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tokenrevocation.spi.EndpointResponse;

/** All answers of the endpoint. The texts are fixed and never quote the call. */
final class Answers {
    static final EndpointResponse REVOKED =
            answer(200, "{\"message\":\"Token revoked successfully\"}");
    static final EndpointResponse CUT_OFF =
            answer(200, "{\"message\":\"Tokens revoked successfully\"}");
    static final EndpointResponse LOGGED_OUT = empty(200);
    static final EndpointResponse FORBIDDEN = error(403, "unauthorized_client",
            "this deployment cannot tell which tokens are meant");
    static final EndpointResponse LOGOUT_FAILED =
            error(400, "server_error", "the logout is not confirmed; repeat the call");
    static final EndpointResponse OVERDUE = error(408, "invalid_request", "the body did not arrive in time");
    static final EndpointResponse UNSUPPORTED_TYPE = error(415, "invalid_request",
            "Content-Type must be application/json or application/x-www-form-urlencoded",
            "Accept", "application/json, application/x-www-form-urlencoded");
    static final EndpointResponse UNSUPPORTED_TYPE_JSON = error(415, "invalid_request",
            "Content-Type must be application/json", "Accept", "application/json");
    static final EndpointResponse UNSUPPORTED_TYPE_FORM = error(400, "invalid_request",
            "Content-Type must be application/x-www-form-urlencoded", "Accept", "application/x-www-form-urlencoded");
    static final EndpointResponse UNSUPPORTED_CODING = error(415, "invalid_request",
            "Content-Encoding must be left out", "Accept-Encoding", "identity");

    /** The answer to a call beyond max-in-flight. It has no body, so it needs no window of a caller that does not read. */
    static final EndpointResponse OVERLOADED = empty(503, "Retry-After", "1");

    private static final String ALLOW = "POST, OPTIONS";
    private static final EndpointResponse OPTIONS = empty(204, "Allow", ALLOW);
    private static final EndpointResponse OTHER_METHOD =
            error(405, "invalid_request", "the method must be POST", "Allow", ALLOW);
    private static final String REPEAT = "the revocation is not confirmed; repeat the call";
    private static final EndpointResponse UNCONFIRMED_JSON = error(500, "server_error", REPEAT);
    /** After a 503 the client must assume that the token still exists (RFC 7009 section 2.2.1). */
    private static final EndpointResponse UNCONFIRMED_FORM =
            error(503, "temporarily_unavailable", REPEAT, "Retry-After", "1");

    private Answers() {}

    static EndpointResponse invalid(String description) {
        return error(400, "invalid_request", description);
    }

    static EndpointResponse tooLarge(int maxBytes) {
        return error(413, "invalid_request", "the body is larger than " + maxBytes + " bytes");
    }

    static EndpointResponse unauthenticated(String challenge) {
        return error(401, "invalid_client", "client authentication failed", "WWW-Authenticate", challenge);
    }

    static EndpointResponse unconfirmed(boolean isForm) {
        return isForm ? UNCONFIRMED_FORM : UNCONFIRMED_JSON;
    }

    /** The answer to a method other than POST. The container leaves out the body for HEAD. */
    static EndpointResponse forMethod(String method) {
        return method.equals("OPTIONS") ? OPTIONS : OTHER_METHOD;
    }

    private static EndpointResponse error(int status, String error, String description, String... headers) {
        return answer(status, "{\"error\":\"" + error + "\",\"error_description\":\"" + description + "\"}", headers);
    }

    private static EndpointResponse answer(int status, String json, String... headers) {
        Map<String, String> fields = fields(headers);
        fields.put("Content-Type", "application/json");
        return new EndpointResponse(status, fields, json.getBytes(StandardCharsets.UTF_8));
    }

    /** The same answer without its body. */
    static EndpointResponse withoutBody(EndpointResponse answer) {
        Map<String, String> fields = new LinkedHashMap<>(answer.headers());
        fields.remove("Content-Type");
        return new EndpointResponse(answer.status(), fields, new byte[0]);
    }

    private static EndpointResponse empty(int status, String... headers) {
        return new EndpointResponse(status, fields(headers), new byte[0]);
    }

    private static Map<String, String> fields(String... headers) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("Cache-Control", "no-store");
        for (int i = 0; i < headers.length; i += 2) {
            fields.put(headers[i], headers[i + 1]);
        }
        return fields;
    }
}
