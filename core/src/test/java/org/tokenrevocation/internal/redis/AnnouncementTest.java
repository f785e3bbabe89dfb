package org.tokenrevocation.internal.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tokenrevocation.internal.denylist.DenylistStore;
import org.tokenrevocation.internal.identity.TokenDigest;

class AnnouncementTest {
    private static final TokenDigest ONE = new TokenDigest(0x2020202020202020L, 0x2020202020202020L);
    private static final TokenDigest OTHER = new TokenDigest(-1, 1);

    private static byte[] message(Object... parts) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        for (Object part : parts) {
            message.writeBytes(part instanceof TokenDigest digest
                    ? digest.bytes()
                    : ((String) part).getBytes(StandardCharsets.US_ASCII));
        }
        return message.toByteArray();
    }

    @Test
    void read_severalRecords_allOfThem() {
        assertEquals(Map.of(ONE, 1_700_000_000_000L, OTHER, Long.MAX_VALUE),
                Announcement.read(message(ONE, "1700000000000 ", OTHER, "inf ")));
    }

    @Test
    void read_nothing_none() {
        assertEquals(Map.of(), Announcement.read(new byte[0]));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "1", "-1 ", "1e3 ", "infinity ", "nan ", "1.5 ", "12345678901234567890 ", "1 x", "1  "})
    void read_anotherShape_none(String behindDigest) {
        assertEquals(Map.of(), Announcement.read(message(ONE, behindDigest)));
        assertEquals(Map.of(), Announcement.read(message(OTHER, "1 ", ONE, behindDigest)), "all or none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"probe-0123456789abcdef", "x", "0123456789abcde"})
    void read_foreignText_none(String text) {
        assertEquals(Map.of(), Announcement.read(message(text)));
    }

    @Test
    void read_longerThanTheScriptWrites_none() {
        String most = "1".repeat(DenylistScripts.MAX_SCORE_LENGTH - 1) + " ";
        Object[] records = new Object[2 * DenylistStore.MAX_ADDED];
        for (int i = 0; i < records.length; i += 2) {
            records[i] = new TokenDigest(1, i);
            records[i + 1] = "1" + most;
        }
        assertEquals(DenylistStore.MAX_ADDED, Announcement.read(message(records)).size());
        Object[] oneMore = Arrays.copyOf(records, records.length + 2);
        oneMore[records.length] = ONE;
        oneMore[records.length + 1] = "1 ";
        assertEquals(Map.of(), Announcement.read(message(oneMore)));
    }
}
