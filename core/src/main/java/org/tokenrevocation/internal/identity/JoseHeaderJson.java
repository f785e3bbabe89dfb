package org.tokenrevocation.internal.identity;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads JOSE headers with Jackson's stream parser, which builds no tree of what a stranger wrote. Identity and verifier both
 * read with this, so that they never disagree about what a token is. Thread-safe.
 */
public final class JoseHeaderJson implements JoseHeaderReader {
    @Override
    public JoseHeader read(byte[] json) {
        return fields(json).kind();
    }

    /** What the header says; never throws for the sake of what a stranger wrote. */
    static JoseFields fields(byte[] json) {
        return new Reading().of(json);
    }

    /** What one pass over the members has found, kept outside the loop so that it survives a syntax error. */
    private static final class Reading {
        /**
         * Names are hostile, so none is interned or kept; a recycler per thread would outlive the application. Here, so
         * that the first JWT loads the library, not the start.
         */
        private static final JsonFactory JSON = JsonFactory.builder()
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
                .build();
        private static final String KEY_OF_SENDER = "epk";
        private static final Set<String> NAMES =
                Set.of("alg", "enc", "kid", "zip", "apu", "apv", "iv", "tag", KEY_OF_SENDER);

        /** By name, an empty optional for a value of another type than is wanted. */
        private final Map<String, Optional<Object>> found = new HashMap<>();
        private final Map<String, Object> members = new HashMap<>();
        private boolean hasAlgorithm;
        private boolean isAmbiguous;

        JoseFields of(byte[] json) {
            boolean isOneObject = isOneObject(json);
            return new JoseFields(kind(isOneObject), members, isAmbiguous);
        }

        private JoseHeader kind(boolean isOneObject) {
            if (!hasAlgorithm) {
                return JoseHeader.NONE;
            }
            boolean isEncrypted = members.get("enc") instanceof String;
            if (!isOneObject || isEncrypted && isAmbiguous) {
                return JoseHeader.TORN;
            }
            return isEncrypted ? JoseHeader.ENCRYPTED : JoseHeader.SIGNED;
        }

        private boolean isOneObject(byte[] json) {
            try (JsonParser parser = JSON.createParser(json)) {
                if (parser.nextToken() != JsonToken.START_OBJECT) {
                    return false;
                }
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    JsonToken value = parser.nextToken();
                    // Before its text is read, which may be cut short.
                    hasAlgorithm |= value == JsonToken.VALUE_STRING && name.equals("alg");
                    if (NAMES.contains(name)) {
                        note(name, name.equals(KEY_OF_SENDER) && value == JsonToken.START_OBJECT ? strings(parser)
                                : value == JsonToken.VALUE_STRING ? parser.getText() : null);
                    }
                    parser.skipChildren();
                }
                return parser.nextToken() == null;
            } catch (IOException notJson) {
                return false;
            }
        }

        private void note(String name, Object value) {
            Optional<Object> noted = Optional.ofNullable(value);
            Optional<Object> before = found.put(name, noted);
            isAmbiguous |= before != null && !before.equals(noted);
            if (value != null) {
                members.put(name, value);
            }
        }

        /** The strings of an object; leaves the parser at its end. */
        private static Map<String, String> strings(JsonParser parser) throws IOException {
            Map<String, String> strings = new HashMap<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                if (parser.nextToken() == JsonToken.VALUE_STRING) {
                    strings.put(name, parser.getText());
                }
                parser.skipChildren();
            }
            return strings;
        }
    }
}
