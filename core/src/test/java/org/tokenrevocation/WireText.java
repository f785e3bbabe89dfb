package org.tokenrevocation;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.RedisClient;

/**
 * Commands of Redis as lines of text: words parted by blanks, each a run of printable ASCII characters; a blank, a backslash and
 * every other byte is <code>\xNN</code>.
 */
final class WireText {
    private static final Pattern WORD_PART = Pattern.compile("\\\\x([0-9a-f]{2})|(.)");
    private static final Pattern LONG_HEX = Pattern.compile("(?<![0-9a-f])[0-9a-f]{16,}(?![0-9a-f])");
    private static final Pattern LONG_NUMBER = Pattern.compile("(?<![0-9a-fx])\\d{3,}(?![0-9a-f])");
    private static final String SPACE = "\\x20";

    private WireText() {}

    static String line(Object... words) {
        List<String> written = new ArrayList<>();
        for (Object word : words) {
            written.add(word(word instanceof byte[] bytes ? bytes : word.toString().getBytes(StandardCharsets.UTF_8)));
        }
        return String.join(" ", written);
    }

    private static String word(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte each : bytes) {
            text.append(each > ' ' && each < 0x7f && each != '\\' ? String.valueOf((char) each)
                    : String.format("\\x%02x", each & 0xff));
        }
        return text.toString();
    }

    static byte[] bytes(String word) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Matcher part = WORD_PART.matcher(word);
        while (part.find()) {
            bytes.write(part.group(1) == null ? part.group(2).charAt(0) : Integer.parseInt(part.group(1), 16));
        }
        return bytes.toByteArray();
    }

    /** The line without what is drawn or measured anew each time: long hexadecimal words tell their length, numbers nothing. */
    static String shape(String line) {
        String spaced = line.replace(SPACE, " ~ ");
        String hex = LONG_HEX.matcher(spaced).replaceAll(found -> "<hex" + found.group().length() + ">");
        return LONG_NUMBER.matcher(hex).replaceAll("<number>");
    }

    /** Carries one out. */
    static Object execute(RedisClient jedis, String line) {
        String[] words = line.split(" ");
        CommandArguments command = new CommandArguments(() -> bytes(words[0]));
        for (int i = 1; i < words.length; i++) {
            command.add(bytes(words[i]));
        }
        return jedis.executeCommand(new CommandObject<>(command, BuilderFactory.RAW_OBJECT));
    }
}
