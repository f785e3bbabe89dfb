package org.tokenrevocation.internal.jwt;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.tokenrevocation.internal.jwt.keys.KeysUnavailableException;

/**
 * How many tokens are checked at a time: half of the processors' worth, so that junk cannot take the guarded application's
 * share. Who waits in vain is told to repeat. Thread-safe, and fair: in a flood everybody's turn comes.
 */
final class VerificationSlots {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Semaphore free;

    VerificationSlots(int slots) {
        free = new Semaphore(slots, true);
    }

    static VerificationSlots ofThisMachine() {
        return new VerificationSlots(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
    }

    /** Work that keeps a processor busy. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws KeysUnavailableException;
    }

    /**
     * Does it in the calling thread.
     *
     * @throws KeysUnavailableException if its turn does not come in time
     */
    <T> T use(Work<T> work) throws KeysUnavailableException {
        try {
            if (!free.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new KeysUnavailableException("too many tokens are being verified at this moment");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KeysUnavailableException("interrupted", e);
        }
        try {
            return work.run();
        } finally {
            free.release();
        }
    }
}
