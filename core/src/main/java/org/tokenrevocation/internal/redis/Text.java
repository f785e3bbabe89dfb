package org.tokenrevocation.internal.redis;

import java.util.Set;
import redis.clients.jedis.exceptions.JedisDataException;

/** Words for a failure that are fit for a log: its innermost cause, without what was sent. */
final class Text {
    private static final int MAX_LENGTH = 200;
    /** Replies that speak of one command or one moment, not of who this server or connection is. */
    private static final Set<String> HARMLESS = Set.of("BUSY", "OOM", "NOSCRIPT", "WRONGTYPE", "NOREPLICAS", "MISCONF");

    private Text() {}

    static String of(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        String text = message == null ? cause.getClass().getSimpleName() : message.replaceAll("\\p{Cntrl}", " ");
        return text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) : text;
    }

    static boolean isHarmless(JedisDataException reply) {
        String message = reply.getMessage();
        return message != null && HARMLESS.contains(message.split(" ", 2)[0]);
    }
}
