package org.tokenrevocation.internal.keys;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.tokenrevocation.internal.Threads;
import org.tokenrevocation.internal.Ticker;

/**
 * The verifier that the setting {@code jwt-keys} describes; {@link KeySetting} tells its syntax. Thread-safe.
 *
 * <p>A token is tried against each entry whose {@code alg}, issuer and audience allow it, first with the keys at hand;
 * a newer set is asked for only if these cannot decide. One entry that verifies is enough; failing that, one entry that
 * cannot tell makes the whole unavailable. "Not ours" needs the word of all.
 *
 * <p>What an anonymous flood can cost: signature checks by the keys at hand (at most {@link KeyRing#MAX_KEYS} current
 * and as many kept ones per entry), and two fetches per ten seconds and URL. Nothing is remembered of a token.
 *
 * <p>An encrypted token counts if a shared secret opens it (dir, AES key wrap), or if a private key opens it (RSA, ECDH)
 * and a signed token is inside that verifies. Claims that are merely sealed with a public key prove no issuer, yet some
 * hosts admit them: such a token is unavailable, never "not ours". The same holds wherever a fitting key is there that
 * this platform cannot use.
 */
public final class JwtKeys implements TokenVerifier {
    private static final Verification NOT_OURS = new Verification.NotOurs();
    private static final Verification NOT_JOSE = new Verification.NotJose();

    private final List<KeyEntry> entries;
    private final long timeoutNanos;
    private final ScheduledThreadPoolExecutor timer;

    private JwtKeys(List<KeyEntry> entries, Duration timeout, ScheduledThreadPoolExecutor timer) {
        this.entries = entries;
        this.timeoutNanos = timeout.toNanos();
        this.timer = timer;
    }

    /**
     * Reads the setting and its files, and begins to fetch what lies behind URLs without waiting for it.
     *
     * @param instance the instance's name, for threads and log lines
     * @param setting {@code jwt-keys} as written; may be empty, then no token verifies
     * @param maxTokenLifetime how long keys that left their set are kept
     * @param timeout the longest wait for keys in one verification, at least a millisecond
     * @throws IllegalArgumentException if an entry is wrong or its file cannot be read
     */
    public static JwtKeys open(
            String instance, String setting, Duration maxTokenLifetime, Duration timeout, Ticker ticker) {
        JwtKeys keys = dormant(instance, setting, maxTokenLifetime, timeout, ticker);
        long period = UrlKeySource.CURRENT.toNanos() * 4 / 5;
        List<UrlKeySource> urls = keys.entries.stream()
                .flatMap(entry -> entry.source() instanceof UrlKeySource url ? Optional.of(url).stream()
                        : Optional.<UrlKeySource>empty().stream())
                .toList();
        if (!urls.isEmpty()) {
            keys.timer.scheduleWithFixedDelay(
                    () -> urls.forEach(UrlKeySource::refreshAhead), 0, period, TimeUnit.NANOSECONDS);
        }
        return keys;
    }

    /** The same without refreshing ahead: nothing is fetched but for a token. */
    static JwtKeys dormant(
            String instance, String setting, Duration maxTokenLifetime, Duration timeout, Ticker ticker) {
        ScheduledThreadPoolExecutor timer =
                new ScheduledThreadPoolExecutor(1, Threads.named(instance, "keys-timer"));
        timer.setRemoveOnCancelPolicy(true);
        KeySetting reader = new KeySetting(instance, maxTokenLifetime, timeout, ticker, timer);
        return new JwtKeys(reader.entries(setting), timeout, timer);
    }

    /** Whether there is no entry, so that no token with a JOSE header can be revoked. */
    public boolean isEmpty() {
        return entries.isEmpty();
    }

    @Override
    public Verification verify(String token) {
        Optional<JoseToken> jose = JoseToken.parse(token);
        if (jose.isEmpty()) {
            return NOT_JOSE;
        }
        if (jose.get().header().isAmbiguous()) {
            return new Verification.Unavailable("its header repeats a member with another value, which libraries read"
                    + " differently");
        }
        Deadline deadline = Deadline.startingNow(timeoutNanos);
        return jose.get().isEncrypted() ? verifySealed(jose.get(), deadline) : verifySigned(jose.get(), deadline);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        entries.forEach(entry -> entry.source().close());
        Threads.awaitEnd(timer);
    }

    @Override
    public String toString() {
        return "JwtKeys" + entries;
    }

    private Verification verifySigned(JoseToken token, Deadline deadline) {
        SignatureTrial trial = new SignatureTrial(token);
        Verification answer = NOT_OURS;
        for (KeyEntry entry : entries) {
            boolean isConcerned = !trial.isHopeless() && entry.allowsAlgorithm(token) && entry.allows(token.claims())
                    && (entry.source().holdsSecrets() || !trial.needsSecret());
            if (!isConcerned) {
                continue;
            }
            Verification said = judgeSigned(entry, trial, token, deadline);
            if (said instanceof Verification.Verified) {
                return said;
            }
            answer = said instanceof Verification.Unavailable ? said : answer;
        }
        return answer;
    }

    private static Verification judgeSigned(
            KeyEntry entry, SignatureTrial trial, JoseToken token, Deadline deadline) {
        KeySource source = entry.source();
        try {
            KeyRing.View view = source.known();
            Trial said = trial.judge(view.keys(), source.namesKeys());
            boolean isSettled = view.isCurrent() && said != Trial.UNKNOWN_KEY;
            while (said != Trial.GOOD && !isSettled) {
                view = source.newer(view, deadline);
                said = trial.judge(view.keys(), source.namesKeys());
                isSettled = view.isCurrent();
            }
            return switch (said) {
                case GOOD -> new Verification.Verified(token.claims().expiresAt());
                case WRONG -> NOT_OURS;
                case UNKNOWN_KEY -> view.isComplete() ? NOT_OURS : unavailable(entry, "of the keys that left the set"
                        + " within max-token-lifetime, more than " + KeyRing.MAX_KEYS + " had to be kept");
                case CANNOT_TELL -> unavailable(entry, "a key or algorithm that this Java platform does not support");
            };
        } catch (KeysUnavailableException e) {
            return unavailable(entry, e.getMessage());
        }
    }

    private Verification verifySealed(JoseToken token, Deadline deadline) {
        SealedTrial trial = new SealedTrial(token);
        Verification answer = NOT_OURS;
        for (KeyEntry entry : entries) {
            if (!entry.source().holdsSecrets() || !entry.allowsAlgorithm(token)) {
                continue;
            }
            Verification said = judgeSealed(entry, trial, deadline);
            if (said instanceof Verification.Verified) {
                return said;
            }
            answer = said instanceof Verification.Unavailable ? said : answer;
        }
        return answer;
    }

    private Verification judgeSealed(KeyEntry entry, SealedTrial trial, Deadline deadline) {
        try {
            KeyRing.View view = entry.source().known();
            Optional<byte[]> inside = trial.open(view.keys());
            if (inside.isEmpty()) {
                view = entry.source().newer(view, deadline);
                inside = trial.open(view.keys());
            }
            if (inside.isPresent()) {
                return judgeInside(entry, trial, inside.get(), deadline);
            }
            return trial.isUntold(view.keys())
                    ? unavailable(entry, "an encryption that is not supported") : NOT_OURS;
        } catch (KeysUnavailableException e) {
            return unavailable(entry, e.getMessage());
        }
    }

    private Verification judgeInside(KeyEntry entry, SealedTrial trial, byte[] inside, Deadline deadline) {
        Optional<JoseToken> nested = JoseToken.parse(new String(inside, StandardCharsets.UTF_8).strip());
        if (nested.isPresent() && !nested.get().isEncrypted()) {
            return verifySigned(nested.get(), deadline);
        }
        if (!trial.isProofOfOrigin()) {
            return unavailable(entry, "a token that is sealed with a public key and not signed inside");
        }
        Claims claims = Claims.read(inside);
        return entry.allows(claims) ? new Verification.Verified(claims.expiresAt()) : NOT_OURS;
    }

    private static Verification unavailable(KeyEntry entry, String why) {
        return new Verification.Unavailable(entry + ": " + why);
    }
}
