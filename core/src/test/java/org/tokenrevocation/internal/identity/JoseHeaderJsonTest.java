package org.tokenrevocation.internal.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JoseHeaderJsonTest {
    private final JoseHeaderJson reader = new JoseHeaderJson();

    private JoseHeader read(String json) {
        return reader.read(json.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
        "{\"alg\":\"ES256\"} | SIGNED",
        "{\"alg\":\"dir\",\"enc\":\"A128GCM\"} | ENCRYPTED",
        "{\"enc\":\"A128GCM\",\"alg\":\"dir\"} | ENCRYPTED",
        "{\"alg\":\"dir\",\"enc\":null,\"enc\":\"A128GCM\"} | TORN",
        "{\"alg\":\"dir\",\"enc\":\"A128GCM\",\"alg\":\"RSA-OAEP\"} | TORN",
        "{\"alg\":\"ECDH-ES\",\"enc\":\"A128GCM\",\"epk\":{\"x\":\"a\"},\"epk\":{\"x\":\"b\"}} | TORN",
        "{\"alg\":\"dir\",\"enc\":\"A128GCM\",\"typ\":\"JWT\",\"typ\":\"at+jwt\",\"alg\":\"dir\"} | ENCRYPTED",
        "{\"alg\":\"HS256\",\"alg\":\"RS256\"} | SIGNED",
        "{\"alg\":\"dir\",\"enc\":[\"A128GCM\"]} | SIGNED",
        "{\"alg\":\"ES256\"}} | TORN",
        "{\"alg\":\"ES256\",\"kid\" | TORN",
        "{\"alg\":\"ES2 | TORN",
        "{\"al | NONE",
        "{\"x\":{\"alg\":\"ES256\"}} | NONE",
        "[{\"alg\":\"ES256\"}] | NONE",
    })
    void read_json_isWhatItSays(String json, JoseHeader expected) {
        assertEquals(expected, read(json));
    }

    @Test
    void read_deepNesting_neverThrows() {
        assertEquals(JoseHeader.TORN, read("{\"alg\":\"ES256\",\"x\":" + "[".repeat(8000)));
        assertEquals(JoseHeader.NONE, read("{\"x\":" + "[".repeat(8000)));
    }

    @Test
    void read_anyBytes_neverThrows() {
        Random random = new Random(2);
        byte[] start = "{\"alg\":\"ES256\",\"n\":1e5}".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = i % 2 == 0 ? start.clone() : new byte[random.nextInt(12)];
            if (i % 2 == 0) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            } else {
                random.nextBytes(bytes);
            }
            assertNotNull(reader.read(bytes));
        }
        assertEquals(JoseHeader.NONE, reader.read(new byte[] {0, 0, -1, -2, 0, 0, 0, 0}));
    }
}
