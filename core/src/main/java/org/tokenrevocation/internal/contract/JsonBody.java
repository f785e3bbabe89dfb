package org.tokenrevocation.internal.contract;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;

/**
 * The JSON form: one object, {@code token} and {@code token_type} once each, other members ignored. Strict: RFC 8259,
 * no duplicate member anywhere, nothing behind the object, bounded nesting; {@link BodyReader} bounds the length. Its factory is ours alone and keeps nothing
 * between calls: no buffer in a ThreadLocal, no table of member names that a caller could grow.
 */
final class JsonBody {
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
    private String complaint;

    private JsonBody() {}

    static Outcome read(String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            return new JsonBody().outcome(parser);
        } catch (IOException e) {
            // Its message would quote the body.
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
        if (type == null || !(type.equals("access") || type.equals("refresh"))) {
            return Outcome.refused("token_type must be access or refresh");
        }
        return new Outcome.Token(token);
    }

    private void member(String name, JsonToken value, JsonParser parser) throws IOException {
        boolean isToken = name.equals("token");
        if (!isToken && !name.equals("token_type")) {
            parser.skipChildren();
        } else if (value != JsonToken.VALUE_STRING) {
            complaint = name + " must be a string";
            parser.skipChildren();
        } else if (isToken) {
            token = parser.getText();
        } else {
            type = parser.getText();
        }
    }
}
