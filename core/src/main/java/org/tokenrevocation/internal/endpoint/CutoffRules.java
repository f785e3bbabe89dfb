package org.tokenrevocation.internal.endpoint;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.tokenrevocation.Cutoff;
import org.tokenrevocation.spi.EndpointRequest;
import org.tokenrevocation.spi.EndpointResponse;

/**
 * {@code POST /oauth/revocations}: one JSON object with exactly one of {@code sub}, {@code sid} and {@code client_id}, with
 * {@code iss}, and with {@code issued_until} where it is not the present moment: seconds since 1970, or a text of RFC 3339.
 * Other members are refused: a misspelt {@code issued_until} must not become the present moment.
 *
 * @param cutOff stores a cut-off of a client
 */
record CutoffRules(BiFunction<Cutoff, String, CompletionStage<Void>> cutOff) implements CallRules {
    private static final double MILLIS_PER_SECOND = 1000;

    @Override
    public boolean takes(List<String> contentType) {
        return MediaType.isJson(contentType);
    }

    @Override
    public EndpointResponse unsupportedType() {
        return Answers.UNSUPPORTED_TYPE_JSON;
    }

    @Override
    public Outcome read(String body, EndpointRequest request) {
        try (JsonParser parser = JsonBody.parser(body)) {
            return new Reading().of(parser);
        } catch (IOException e) {
            // Its message would quote the body.
            return Outcome.refused("the body is not one valid JSON object");
        }
    }

    @Override
    public EndpointResponse done() {
        return Answers.CUT_OFF;
    }

    @Override
    public EndpointResponse unconfirmed(boolean isForm) {
        return Answers.unconfirmed(isForm);
    }

    @Override
    public EndpointResponse impossible() {
        return Answers.invalid("issued_until must not lie in the future");
    }

    /** One body. */
    private final class Reading {
        private Cutoff.Claim claim;
        private String value;
        private String issuer;
        private Instant issuedUntil;
        private String complaint;

        Outcome of(JsonParser parser) throws IOException {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Outcome.refused("the body must be a JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                member(parser.currentName(), parser.nextToken(), parser);
                parser.skipChildren();
            }
            if (parser.nextToken() != null) {
                return Outcome.refused("the body must end with the JSON object");
            }
            return outcome();
        }

        private Outcome outcome() {
            if (complaint == null && claim == null) {
                complaint = "one of sub, sid and client_id is missing";
            }
            if (complaint == null && issuer == null) {
                complaint = "iss is missing; it may be empty for tokens without one";
            }
            if (complaint != null) {
                return Outcome.refused(complaint);
            }
            Cutoff cutoff;
            try {
                cutoff = cutoff();
            } catch (IllegalArgumentException e) {
                return Outcome.refused("a value is empty, too long or no Unicode text, or issued_until is no possible moment");
            }
            return new Outcome.Accepted(client -> cutOff.apply(cutoff, client));
        }

        private Cutoff cutoff() {
            Cutoff now = switch (claim) {
                case SUBJECT -> Cutoff.subject(issuer, value);
                case SESSION -> Cutoff.session(issuer, value);
                case CLIENT -> Cutoff.client(issuer, value);
            };
            return issuedUntil == null ? now : now.withIssuedUntil(issuedUntil);
        }

        private void member(String name, JsonToken type, JsonParser parser) throws IOException {
            switch (name) {
                case "sub" -> value(Cutoff.Claim.SUBJECT, name, type, parser);
                case "sid" -> value(Cutoff.Claim.SESSION, name, type, parser);
                case "client_id" -> value(Cutoff.Claim.CLIENT, name, type, parser);
                case "iss" -> issuer = text(name, type, parser);
                case "issued_until" -> issuedUntil = moment(type, parser);
                default -> complain("a member is none of sub, sid, client_id, iss and issued_until");
            }
        }

        private void value(Cutoff.Claim given, String name, JsonToken type, JsonParser parser) throws IOException {
            if (claim != null) {
                complain("sub, sid and client_id exclude each other");
            }
            claim = given;
            value = text(name, type, parser);
        }

        private String text(String name, JsonToken type, JsonParser parser) throws IOException {
            if (type != JsonToken.VALUE_STRING) {
                complain(name + " must be a string");
                return "";
            }
            return parser.getText();
        }

        private Instant moment(JsonToken type, JsonParser parser) throws IOException {
            try {
                if (type == JsonToken.VALUE_STRING) {
                    return Instant.parse(parser.getText());
                }
                if (type.isNumeric()) {
                    return Instant.ofEpochMilli((long) Math.floor(Double.parseDouble(parser.getText()) * MILLIS_PER_SECOND));
                }
            } catch (DateTimeException e) {
                // Complained of below.
            }
            complain("issued_until must be seconds since 1970 or a text of RFC 3339");
            return null;
        }

        private void complain(String text) {
            complaint = complaint == null ? text : complaint;
        }
    }
}
