package org.tokenrevocation.internal.redis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.util.RedisInputStream;

class PushTest {
    private static final String NEXT = "+NEXT\r\n";

    private static RedisInputStream in(String text) {
        return new RedisInputStream(new ByteArrayInputStream((text + NEXT).getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static void assertReadToItsEnd(RedisInputStream in) {
        assertEquals("+NEXT", in.readLine());
    }

    private static String text(Object bytes) {
        return new String((byte[]) bytes, StandardCharsets.ISO_8859_1);
    }

    @Test
    void read_messageAndSubscription_everyElement() {
        RedisInputStream in = in("3\r\n$7\r\nmessage\r\n$2\r\nch\r\n$5\r\na\r\nb!\r\n");
        Push push = Push.read(in);
        assertTrue(push.isWhole());
        assertEquals("message", text(push.kind()));
        assertEquals("a\r\nb!", text(push.content().get(2)));
        assertReadToItsEnd(in);
        in = in("3\r\n$9\r\nsubscribe\r\n$2\r\nch\r\n:1\r\n");
        assertEquals(1L, Push.read(in).content().get(2));
        assertReadToItsEnd(in);
    }

    @Test
    void read_invalidation_keysOrNullForAll() {
        RedisInputStream in = in("2\r\n$10\r\ninvalidate\r\n*2\r\n$1\r\na\r\n$0\r\n\r\n");
        List<?> keys = (List<?>) Push.read(in).content().get(1);
        assertArrayEquals(new byte[] {'a'}, (byte[]) keys.get(0));
        assertArrayEquals(new byte[0], (byte[]) keys.get(1));
        assertReadToItsEnd(in);
        in = in("2\r\n$10\r\ninvalidate\r\n_\r\n");
        assertNull(Push.read(in).content().get(1));
        assertReadToItsEnd(in);
    }

    @Test
    void read_beyondTheBound_nothingKeptAndReadToItsEnd() {
        String filler = "x".repeat(Push.MAX_BYTES);
        for (String each : List.of(
                "2\r\n$10\r\ninvalidate\r\n*2\r\n$" + filler.length() + "\r\n" + filler + "\r\n$1\r\na\r\n",
                "3\r\n$7\r\nmessage\r\n$2\r\nch\r\n$" + filler.length() + "\r\n" + filler + "\r\n",
                "2\r\n$10\r\ninvalidate\r\n*200000\r\n" + "$1\r\na\r\n".repeat(200_000))) {
            RedisInputStream in = in(each);
            Push push = Push.read(in);
            assertFalse(push.isWhole());
            assertEquals(List.of(), push.content());
            assertReadToItsEnd(in);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1\r\n", "99999999999\r\n", "1\r\n$-1\r\n", "1\r\n$99999999999\r\n", "1\r\n%1\r\n", "1\r\n!",
        "1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n:1\r\n", "2\r\n$1\r\nab"})
    void read_notAPush_refused(String text) {
        assertThrows(JedisConnectionException.class, () -> Push.read(in(text)));
    }
}
