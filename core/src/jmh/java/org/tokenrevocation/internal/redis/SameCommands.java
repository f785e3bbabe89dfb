package org.tokenrevocation.internal.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.tokenrevocation.internal.denylist.Revocation;
import redis.clients.jedis.args.Rawable;

/** What a node sends to Redis, for a tool to send the same. */
public final class SameCommands {
    private SameCommands() {}

    /** The words of the call that records one revocation, with a text of 16 characters as the digest. */
    public static List<String> add(String digest, long dropAtMillis) {
        List<String> words = new ArrayList<>();
        for (Rawable word : DenylistScripts.add(
                DenylistKeys.of("token-revocation", 0), List.<Revocation>of(), Integer.MAX_VALUE, Long.MAX_VALUE,
                null, "")) {
            words.add(new String(word.getRaw(), StandardCharsets.UTF_8));
        }
        words.add(digest);
        words.add(DenylistScripts.score(dropAtMillis));
        return words;
    }
}
