package org.tokenrevocation.internal.sessions;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Collection;
import org.tokenrevocation.internal.identity.TokenDigest;

/** The least that a cache of tokens can cost: our key work, one look into Caffeine, one look at the clock. */
public final class BareCaffeine {
    private final Cache<TokenDigest, Boolean> answers =
            Caffeine.newBuilder().maximumSize(100_000).executor(Runnable::run).build();

    /** Holds all these tokens. */
    public BareCaffeine(Collection<String> tokens) {
        tokens.forEach(token -> answers.put(TokenKey.of(token), true));
    }

    /** Whether the token is held; the clock counts for nothing but its cost. */
    public boolean isLive(String token) {
        TokenDigest key = TokenKey.of(token);
        long now = System.nanoTime();
        Boolean answer = answers.getIfPresent(key);
        return answer != null && now != 0;
    }
}
