package org.tokenrevocation.internal.contract;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import org.tokenrevocation.internal.identity.JoseHeader;
import org.tokenrevocation.internal.identity.JoseHeaderReader;

/** Reads JOSE headers with Jackson's stream parser, which builds no tree of what a stranger wrote. Thread-safe. */
public final class JoseHeaderJson implements JoseHeaderReader {
    @Override
    public JoseHeader read(byte[] json) {
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

        private boolean hasAlgorithm;
        private boolean hasEncryption;

        JoseHeader of(byte[] json) {
            boolean isOneObject = isOneObject(json);
            if (!hasAlgorithm) {
                return JoseHeader.NONE;
            }
            if (!isOneObject) {
                return JoseHeader.TORN;
            }
            return hasEncryption ? JoseHeader.ENCRYPTED : JoseHeader.SIGNED;
        }

        private boolean isOneObject(byte[] json) {
            try (JsonParser parser = JSON.createParser(json)) {
                if (parser.nextToken() != JsonToken.START_OBJECT) {
                    return false;
                }
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    boolean isString = parser.nextToken() == JsonToken.VALUE_STRING;
                    hasAlgorithm |= isString && name.equals("alg");
                    hasEncryption |= isString && name.equals("enc");
                    parser.skipChildren();
                }
                return parser.nextToken() == null;
            } catch (IOException notJson) {
                return false;
            }
        }
    }
}
