package org.tokenrevocation.internal.redis;

import java.util.Set;
import java.util.regex.Pattern;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** Words for a failure that are fit for a log: its innermost cause, without what was sent. */
final class ErrorText {
    private static final int MAX_LENGTH = 200;
    /** Replies that speak of one command or one moment, not of who this server or connection is. */
    private static final Set<String> HARMLESS = Set.of("BUSY", "LOADING", "NOPERM", "OOM", "NOSCRIPT",
            "WRONGTYPE", "NOREPLICAS", "MISCONF");
    /** Those that speak of the moment alone. */
    private static final Set<String> PASSING = Set.of("BUSY", "LOADING");
    /** A command that was renamed or switched off. */
    private static final String UNKNOWN = "ERR unknown command";
    /** Redis repeats the arguments of a command that it does not know (renamed away, say): they hold a token. */
    private static final Pattern REPEATED_ARGUMENTS = Pattern.compile(",? with args beginning with.*");
    private static final Pattern LONG_WORD = Pattern.compile("[\\w.~+/=:{}-]{24,}");

    private ErrorText() {}

    static String of(Throwable failure) {
        Throwable cause = failure;
        for (Throwable deeper = failure; deeper != null; deeper = deeper(deeper)) {
            cause = deeper;
        }
        String message = cause.getMessage();
        String text = message == null ? cause.getClass().getSimpleName() : message.replaceAll("\\p{Cntrl}", " ");
        if (cause instanceof JedisDataException) {
            text = LONG_WORD.matcher(REPEATED_ARGUMENTS.matcher(text).replaceFirst("")).replaceAll("****");
        }
        return text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) : text;
    }

    /** Jedis keeps why it could not connect (one failure per address of the host) among the suppressed ones. */
    private static Throwable deeper(Throwable failure) {
        return failure.getCause() == null && failure.getSuppressed().length > 0
                ? failure.getSuppressed()[0]
                : failure.getCause();
    }

    /** The same failure without what was sent, for a stack trace to print. */
    static JedisException withoutSecrets(JedisException failure) {
        if (!(failure instanceof JedisDataException)) {
            return failure;
        }
        JedisException safe = new JedisDataException(of(failure));
        safe.setStackTrace(failure.getStackTrace());
        return safe;
    }

    static boolean isHarmless(JedisDataException reply) {
        return HARMLESS.contains(code(reply)) || String.valueOf(reply.getMessage()).startsWith(UNKNOWN);
    }

    static boolean isPassing(JedisDataException reply) {
        return PASSING.contains(code(reply));
    }

    private static String code(JedisDataException reply) {
        String message = reply.getMessage();
        return message == null ? "" : message.split(" ", 2)[0];
    }
}
