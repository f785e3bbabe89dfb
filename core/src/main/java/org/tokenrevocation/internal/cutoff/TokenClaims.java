package org.tokenrevocation.internal.cutoff;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.tokenrevocation.Cutoff;
import org.tokenrevocation.internal.identity.TokenDigest;

/**
 * What cut-offs look at in a token's claims, as bytes that are remembered with the token: when it was issued, in milliseconds
 * since 1970, eight bytes; then the 16-byte digest ({@link CutoffDigest}) of each cut-off that would match it.
 *
 * <p>The signature is the host's business: a forged claim refuses only a token that the host refuses anyway. Libraries
 * differ over members that are repeated, so each value counts, and the least {@code iat} does. A number in the place of a text
 * counts as its spelling. An object that cannot be read to its end may name anybody: every cut-off matches. Thread-safe.
 */
public final class TokenClaims {
    /** Of a token that has none. */
    private static final byte[] NONE = new byte[Long.BYTES];
    /** Of a token that says too much to be told apart: refused by every cut-off. */
    private static final byte[] ANY = {1};
    /** It cannot be told when the token was issued: no cut-off is earlier. */
    private static final long UNKNOWN = Long.MIN_VALUE;
    private static final double MILLIS_PER_SECOND = 1000;
    /** A genuine token has four at the most. */
    private static final int MOST_DIGESTS = 64;
    private static final int MOST_INFLATED_BYTES = 64 * 1024;

    private TokenClaims() {}

    /** Of a token that has no claims; not to be changed. */
    public static byte[] none() {
        return NONE;
    }

    /**
     * Reads a payload: a JSON object, plain or as jjwt compresses it.
     *
     * @return what is to be remembered, not to be changed; {@link #none} for anything else
     */
    public static byte[] of(byte[] payload) {
        byte[] json = plain(payload);
        if (json == null) {
            return ANY;
        }
        String text = new String(json, StandardCharsets.UTF_8);
        // Some libraries pass over a byte order mark.
        return new Reading().of(text.startsWith("\uFEFF") ? text.substring(1) : text);
    }

    /** How many cut-offs would match. */
    public static int count(byte[] claims) {
        return claims.length / TokenDigest.BYTES;
    }

    /** Whether every cut-off matches. */
    public static boolean isAny(byte[] claims) {
        return claims.length == ANY.length;
    }

    /** When the token was issued, in milliseconds since 1970; the least number of all if that cannot be told. */
    public static long issuedAtMillis(byte[] claims) {
        return ByteBuffer.wrap(claims).getLong();
    }

    /** The digest of one of the cut-offs that would match. */
    public static TokenDigest digest(byte[] claims, int number) {
        ByteBuffer bytes = ByteBuffer.wrap(claims, Long.BYTES + number * TokenDigest.BYTES, TokenDigest.BYTES);
        return new TokenDigest(bytes.getLong(), bytes.getLong());
    }

    /** The payload without zlib's or gzip's wrapping; null if it is too large. */
    private static byte[] plain(byte[] payload) {
        boolean isZlib = payload.length > 2 && payload[0] == 0x78;
        boolean isGzip = payload.length > 2 && payload[0] == 0x1f && payload[1] == (byte) 0x8b;
        if (!isZlib && !isGzip) {
            return payload;
        }
        ByteArrayInputStream in = new ByteArrayInputStream(payload);
        try (InputStream inflated = isZlib ? new InflaterInputStream(in) : new GZIPInputStream(in)) {
            byte[] plain = inflated.readNBytes(MOST_INFLATED_BYTES + 1);
            return plain.length > MOST_INFLATED_BYTES ? null : plain;
        } catch (IOException e) {
            return payload;
        }
    }

    /** What one pass over the members has found. */
    private static final class Reading {
        /** A longer number is no time. */
        private static final int LONGEST_NUMBER = 64;

        /**
         * Forgives what any library forgives. Names are hostile, so none is interned or kept; a recycler per thread would
         * outlive the application. Here, so that the first cut-off loads the library, not the start.
         */
        private static final JsonFactory JSON = JsonFactory.builder()
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
                .streamReadConstraints(StreamReadConstraints.builder().maxNumberLength(Integer.MAX_VALUE).build())
                .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
                .enable(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
                .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
                .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
                .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                .enable(JsonReadFeature.ALLOW_LEADING_ZEROS_FOR_NUMBERS)
                .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
                .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
                .build();

        private final Set<String> issuers = new LinkedHashSet<>();
        private final Map<Cutoff.Claim, Set<String>> values = new EnumMap<>(Cutoff.Claim.class);
        private long issuedAtMillis = Long.MAX_VALUE;

        byte[] of(String json) {
            boolean isObject = false;
            try (JsonParser parser = JSON.createParser(json)) {
                isObject = parser.nextToken() == JsonToken.START_OBJECT;
                if (!isObject) {
                    return NONE;
                }
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    note(parser.currentName(), parser.nextToken(), parser);
                    parser.skipChildren();
                }
            } catch (IOException torn) {
                return isObject ? ANY : NONE;
            }
            return bytes();
        }

        private void note(String name, JsonToken value, JsonParser parser) throws IOException {
            switch (name) {
                case "iat" -> issuedAtMillis = Math.min(issuedAtMillis, millis(value, parser));
                case "iss" -> add(issuers, value, parser);
                case "sub" -> add(of(Cutoff.Claim.SUBJECT), value, parser);
                case "sid" -> add(of(Cutoff.Claim.SESSION), value, parser);
                case "client_id", "azp" -> add(of(Cutoff.Claim.CLIENT), value, parser);
                default -> { }
            }
        }

        private Set<String> of(Cutoff.Claim claim) {
            return values.computeIfAbsent(claim, each -> new LinkedHashSet<>());
        }

        private static void add(Set<String> texts, JsonToken value, JsonParser parser) throws IOException {
            boolean isScalar = value != null && value.isScalarValue() && value != JsonToken.VALUE_NULL;
            if (isScalar && texts.size() < MOST_DIGESTS) {
                texts.add(parser.getText());
            }
        }

        /** Rounded down. */
        private static long millis(JsonToken value, JsonParser parser) throws IOException {
            return value != null && value.isNumeric() && parser.getTextLength() <= LONGEST_NUMBER
                    ? (long) Math.floor(Double.parseDouble(parser.getText()) * MILLIS_PER_SECOND)
                    : UNKNOWN;
        }

        private byte[] bytes() {
            if (values.isEmpty()) {
                return NONE;
            }
            if (issuers.isEmpty()) {
                issuers.add("");
            }
            int count = issuers.size() * values.values().stream().mapToInt(Set::size).sum();
            if (count >= MOST_DIGESTS) {
                return ANY;
            }
            ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + count * TokenDigest.BYTES);
            // None at all is as unknown.
            bytes.putLong(issuedAtMillis == Long.MAX_VALUE ? UNKNOWN : issuedAtMillis);
            for (String issuer : issuers) {
                byte[] issuerBytes = CutoffDigest.utf8(issuer);
                values.forEach((claim, texts) -> texts.forEach(
                        text -> bytes.put(CutoffDigest.of(claim, issuerBytes, text).bytes())));
            }
            return bytes.array();
        }
    }
}
