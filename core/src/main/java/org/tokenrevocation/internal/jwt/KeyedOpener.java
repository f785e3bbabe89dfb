package org.tokenrevocation.internal.jwt;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.tokenrevocation.internal.jwt.keys.JoseKey;
import org.tokenrevocation.internal.jwt.keys.KeyRing;
import org.tokenrevocation.internal.jwt.keys.KeysUnavailableException;

/**
 * Opens with the private keys and secrets of {@code jwt-keys}, whatever an entry's issuer, audience and algorithms are: these
 * say who vouches for a token, and here nobody does.
 *
 * <p>What an anonymous flood of junk can cost: the arithmetic of as many processors as may open at a time, and for tokens
 * that wait in vain a 503. A token for which no key is of the fitting type costs no arithmetic.
 */
final class KeyedOpener implements TokenOpener {
    private static final Opening CLOSED = new Opening.Closed();

    private final List<KeyEntry> entries;
    private final Semaphore turns;
    private final long timeoutNanos;

    /**
     * The sources remain the caller's to close.
     *
     * @param atATime how many tokens may be under way
     * @param timeout the longest wait for a turn
     */
    KeyedOpener(List<KeyEntry> entries, int atATime, Duration timeout) {
        this.entries = entries.stream().filter(entry -> entry.source().holdsSecrets()).toList();
        this.turns = new Semaphore(atATime);
        this.timeoutNanos = timeout.toNanos();
    }

    @Override
    public Opening open(String token) {
        Optional<JoseToken> jose = entries.isEmpty() ? Optional.empty() : JoseToken.parse(token);
        if (jose.isEmpty() || !jose.get().isEncrypted()) {
            return CLOSED;
        }
        Decryption trial = new Decryption(jose.get());
        List<JoseKey> keys = new ArrayList<>();
        boolean isCurrent = true;
        for (KeyEntry entry : entries) {
            KeyRing.View view = entry.source().known();
            if (trial.isBarred(entry, view.keys())) {
                return new Opening.Unavailable(Decryption.BARRED);
            }
            List<JoseKey> fitting = trial.fitting(view.keys());
            keys.addAll(fitting);
            isCurrent &= view.isCurrent() || fitting.isEmpty();
        }
        return keys.isEmpty() ? CLOSED : open(trial, keys, isCurrent);
    }

    private Opening open(Decryption trial, List<JoseKey> keys, boolean isCurrent) {
        try {
            if (!turns.tryAcquire(timeoutNanos, TimeUnit.NANOSECONDS)) {
                return new Opening.Unavailable("too many encrypted tokens are being opened");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Opening.Unavailable("interrupted");
        }
        Optional<byte[]> content;
        try {
            content = trial.open(keys);
        } catch (KeysUnavailableException e) {
            return new Opening.Unavailable(e.getMessage());
        } finally {
            turns.release();
        }
        return content.isPresent() ? new Opening.Opened(content.get())
                : isCurrent ? CLOSED : new Opening.Unavailable("a file of revocation.jwt-keys cannot be read");
    }

    @Override
    public long keysVersion() {
        long sum = 0;
        for (KeyEntry entry : entries) {
            long version = entry.source().version();
            if (version == UNKNOWN) {
                return UNKNOWN;
            }
            sum += version;
        }
        return sum;
    }
}
