package org.tokenrevocation.bench;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import org.tokenrevocation.Verdict;

/**
 * Believes what it was told for longer than a revocation waits, as home-made caches do. It breaks the guarantee, and is
 * there to be found out: a harness that does not count what it lets in would count nothing.
 */
final class CarelessDoor implements Door {
    private final Door door;
    private final Cache<String, Verdict> believed =
            Caffeine.newBuilder().expireAfterWrite(Duration.ofSeconds(2)).executor(Runnable::run).build();

    CarelessDoor(Door door) {
        this.door = door;
    }

    @Override
    public Verdict verdict(String token) {
        Verdict verdict = believed.getIfPresent(token);
        if (verdict == null) {
            verdict = door.verdict(token);
            if (verdict == Verdict.LIVE) {
                believed.put(token, verdict);
            }
        }
        return verdict;
    }
}
