package org.tokenrevocation.internal.endpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;

/**
 * The JSON form: one object with {@code token}, and with {@code token_type} or, where that is missing, the
 * {@code token_type_hint} of RFC 7009, of which any value will do. Other members are ignored. Strict: RFC 8259,
 * no duplicate member anywhere, nothing behind the object, bounded nesting; {@link BodyReader} bounds the length. Its factory is ours alone and keeps nothing
 * between calls: no buffer in a ThreadLocal, no table of member names that a caller could grow.
 */
public final class JsonBody {
    private static final int MAX_DEPTH = 32;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .build())
            .build();

    private String token;
    private String type;
    private String hint;
    private String hintComplaint;
    private String complaint;

    private JsonBody() {}

    /** A strict parser of a body. */
    static JsonParser parser(String text) throws IOException {
        return FACTORY.createParser(text);
    }

    static Outcome read(String text) {
        try (JsonParser parser = parser(text)) {
            return new JsonBody().outcome(parser);
        } catch (IOException e) {
            // The message of the exception would quote the body.
            return Outcome.refused("the body is not one valid JSON object");
        }
    }

    private Outcome outcome(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return Outcome.refused("the body must be a JSON object");
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            member(parser.currentName(), parser.nextToken(), parser);
        }
        if (parser.nextToken() != null) {
            return Outcome.refused("the body must end with the JSON object");
        }
        if (complaint != null) {
            return Outcome.refused(complaint);
        }
        if (token == null || token.isBlank()) {
            return Outcome.refused("token is missing");
        }
        String typeComplaint = typeComplaint();
        return typeComplaint == null ? new Outcome.Token(token) : Outcome.refused(typeComplaint);
    }

    /** Treats an empty hint as missing (RFC 6749 section 3.1). */
    private String typeComplaint() {
        if (type == null && hintComplaint != null) {
            return hintComplaint;
        }
        boolean isTyped = type == null
                ? hint != null && !hint.isEmpty()
                : type.equals("access") || type.equals("refresh");
        return isTyped ? null : "token_type must be access or refresh";
    }

    private void member(String name, JsonToken value, JsonParser parser) throws IOException {
        boolean isOurs = name.equals("token") || name.equals("token_type") || name.equals("token_type_hint");
        String text = isOurs && value == JsonToken.VALUE_STRING ? parser.getText() : null;
        switch (name) {
            case "token":
                token = text;
                complaint = text == null ? notText(name) : complaint;
                break;
            case "token_type":
                type = text;
                complaint = text == null ? notText(name) : complaint;
                break;
            case "token_type_hint":
                hint = text;
                hintComplaint = text == null ? notText(name) : null;
                break;
            default:
                break;
        }
        parser.skipChildren();
    }

    private static String notText(String name) {
        return name + " must be a string";
    }
}
