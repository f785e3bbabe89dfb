package org.tokenrevocation.internal.redis;

import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.util.RedisInputStream;

/**
 * What Redis sent without being asked: an array of RESP3 whose first element names its kind. Jedis would read it into
 * memory whole, up to the 512 MB that anybody may publish or name a key with; here it is read to its end, but what is
 * beyond the bound is thrown away, so that it costs the feed neither its memory nor its connection.
 *
 * @param content all elements: {@code byte[]}, {@code Long}, {@code List} or null; empty if this is not whole
 * @param isWhole whether it was within the bound
 */
record Push(List<Object> content, boolean isWhole) {
    static final byte MARK = '>';
    /** How many bytes of texts one push may hold. */
    static final int MAX_BYTES = 1024 * 1024;
    /** What one element costs at the least. */
    private static final int ELEMENT_BYTES = 16;
    private static final int MAX_DEPTH = 4;
    private static final int SKIPPED_AT_ONCE = 8 * 1024;

    /** Reads one from behind its mark. */
    static Push read(RedisInputStream in) {
        Reader reader = new Reader(in);
        List<Object> content = reader.list(0);
        return reader.left >= 0 ? new Push(content, true) : new Push(List.of(), false);
    }

    /** The name of the kind; null if there is none. */
    byte[] kind() {
        return !content.isEmpty() && content.get(0) instanceof byte[] kind ? kind : null;
    }

    private static final class Reader {
        private final RedisInputStream in;
        /** How many bytes are left of the bound; below 0 nothing is kept any more. */
        private long left = MAX_BYTES;

        Reader(RedisInputStream in) {
            this.in = in;
        }

        private boolean isKept(long bytes) {
            left = left < bytes ? -1 : left - bytes;
            return left >= 0;
        }

        List<Object> list(int depth) {
            int size = length();
            List<Object> all = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                Object each = element(depth);
                if (isKept(ELEMENT_BYTES)) {
                    all.add(each);
                }
            }
            return all;
        }

        private Object element(int depth) {
            byte type = in.readByte();
            return switch (type) {
                case '$' -> text();
                case ':' -> in.readLongCrLf();
                case '_' -> in.readNullCrLf();
                case '*', '~' -> nested(depth);
                default -> throw new JedisConnectionException("a push of another kind than expected");
            };
        }

        private List<Object> nested(int depth) {
            if (depth == MAX_DEPTH) {
                throw new JedisConnectionException("a push nested deeper than expected");
            }
            return list(depth + 1);
        }

        private byte[] text() {
            int length = length();
            byte[] text = isKept(length) ? new byte[length] : null;
            byte[] target = text != null ? text : new byte[Math.min(length, SKIPPED_AT_ONCE)];
            for (int done = 0; done < length;) {
                int at = text != null ? done : 0;
                done += in.read(target, at, Math.min(length - done, target.length - at));
            }
            in.readNullCrLf();
            return text;
        }

        private int length() {
            long length = in.readLongCrLf();
            if (length < 0 || length > Integer.MAX_VALUE) {
                throw new JedisConnectionException("a push of an impossible length");
            }
            return (int) length;
        }
    }
}
