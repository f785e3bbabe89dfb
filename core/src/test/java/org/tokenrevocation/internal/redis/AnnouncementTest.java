package org.tokenrevocation.internal.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tokenrevocation.internal.denylist.DenylistStore;
import org.tokenrevocation.internal.feed.Acknowledgements;
import org.tokenrevocation.internal.feed.Heard;
import org.tokenrevocation.internal.feed.Round;
import org.tokenrevocation.internal.identity.TokenDigest;

class AnnouncementTest {
    private static final String HEAD = "00000000000000aa 7 ";
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
        Heard heard = Announcement.read(message(HEAD, ONE, "1700000000000 ", OTHER, "inf "));
        assertEquals(Map.of(ONE, 1_700_000_000_000L, OTHER, Long.MAX_VALUE), heard.digests());
        assertEquals("00000000000000aa", heard.inbox());
        assertEquals(7, heard.number());
    }

    @Test
    void of_digests_readAgain() {
        Round round = new Acknowledgements("00000000000000aa").open("00000000000000bb");
        Heard heard = Announcement.read(Announcement.of(round, List.of(ONE, OTHER)));
        assertEquals(Set.of(ONE, OTHER), heard.digests().keySet());
        assertEquals(round.inbox(), heard.inbox());
        assertEquals(round.number(), heard.number());
    }

    @Test
    void read_headAlone_nothingToApplyButToAcknowledge() {
        assertEquals(Map.of(), Announcement.read(message(HEAD)).digests());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "1", "-1 ", "1e3 ", "infinity ", "nan ", "1.5 ", "12345678901234567890 ", "1 x", "1  "})
    void read_anotherShape_none(String behindDigest) {
        assertNull(Announcement.read(message(HEAD, ONE, behindDigest)));
        assertNull(Announcement.read(message(HEAD, OTHER, "1 ", ONE, behindDigest)), "all or none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "probe-0123456789abcdef", "x", "0123456789abcdef", "0123456789abcdef 1", "0123456789ABCDEF 1 ",
            "0123456789abcdef -1 ", "0123456789abcdef 1234567890123456789 ", "0123456789abcde 1 "})
    void read_foreignText_none(String text) {
        assertNull(Announcement.read(message(text)));
    }

    @Test
    void read_longerThanTheScriptWrites_none() {
        String most = "1".repeat(DenylistScripts.MAX_SCORE_LENGTH - 1) + " ";
        Object[] records = new Object[1 + 2 * DenylistStore.MAX_ADDED];
        records[0] = "00000000000000aa 1234567890123456 ";
        for (int i = 1; i < records.length; i += 2) {
            records[i] = new TokenDigest(1, i);
            records[i + 1] = "1" + most;
        }
        assertEquals(DenylistStore.MAX_ADDED, Announcement.read(message(records)).digests().size());
        Object[] oneMore = Arrays.copyOf(records, records.length + 2);
        oneMore[records.length] = ONE;
        oneMore[records.length + 1] = "1 ";
        assertNull(Announcement.read(message(oneMore)));
    }
}
