package org.tokenrevocation.internal.jwt;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.tokenrevocation.internal.Threads;
import org.tokenrevocation.internal.Ticker;
import org.tokenrevocation.internal.jwt.keys.Deadline;
import org.tokenrevocation.internal.jwt.keys.KeyRing;
import org.tokenrevocation.internal.jwt.keys.KeySource;
import org.tokenrevocation.internal.jwt.keys.KeysUnavailableException;
import org.tokenrevocation.internal.jwt.keys.UrlKeySource;

/**
 * The verifier that the setting {@code jwt-keys} describes; {@link JwtKeysParser} tells its syntax. Thread-safe.
 *
 * <p>A token is tried against each entry whose {@code alg}, issuer and audience allow it, first with the keys at hand;
 * a newer set is asked for only if these cannot decide. One entry that verifies is enough; failing that, one entry that
 * cannot tell makes the whole unavailable. "Not ours" needs the word of all.
 *
 * <p>"Not ours" needs a reason: a key that fits was found and the signature is wrong; a set read since lacks the named key;
 * issuer or audience are another's; the sets are known and hold no key that could have signed it. Whatever else keeps a token
 * from being checked (no entries at all, a key or algorithm that this platform lacks, a JWE that no key fits) makes it
 * unavailable.
 *
 * <p>What an anonymous flood can cost: for each token one check by the key that it names, or at most
 * {@link SignatureCheck#MAX_WORK} where it names none; one opening per private key; in {@link VerificationSlots} at a time;
 * and two fetches per ten seconds and URL. Nothing is remembered of a token.
 *
 * <p>An encrypted token counts if a shared secret opens it (dir, AES key wrap), or if a private key opens it (RSA, ECDH)
 * and a signed token is inside that verifies, be it sealed several times. Claims that are merely sealed with a public key
 * prove no issuer, yet some hosts admit them: such a token is unavailable, never "not ours".
 */
public final class JwtVerifier implements TokenVerifier {
    private static final Verification NOT_OURS = new Verification.NotOurs();
    private static final Verification NOT_JOSE = new Verification.NotJose();
    private static final Verification MISADDRESSED = new Verification.Misaddressed();
    private static final System.Logger LOG = System.getLogger("org.tokenrevocation");

    private final VerificationSlots slots = VerificationSlots.ofThisMachine();
    private final Set<String> toldOfObjection = ConcurrentHashMap.newKeySet();
    private final List<KeyEntry> entries;
    private final long timeoutNanos;
    private final ScheduledThreadPoolExecutor timer;

    private JwtVerifier(List<KeyEntry> entries, Duration timeout, ScheduledThreadPoolExecutor timer) {
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
    public static JwtVerifier open(
            String instance, String setting, Duration maxTokenLifetime, Duration timeout, Ticker ticker) {
        JwtVerifier keys = dormant(instance, setting, maxTokenLifetime, timeout, ticker);
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
    static JwtVerifier dormant(
            String instance, String setting, Duration maxTokenLifetime, Duration timeout, Ticker ticker) {
        ScheduledThreadPoolExecutor timer =
                new ScheduledThreadPoolExecutor(1, Threads.named(instance, "keys-timer"));
        timer.setRemoveOnCancelPolicy(true);
        JwtKeysParser reader = new JwtKeysParser(instance, maxTokenLifetime, timeout, ticker, timer);
        return new JwtVerifier(reader.entries(setting), timeout, timer);
    }

    /** Whether there is no entry, so that no token with a JOSE header can be revoked. */
    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /**
     * What opens encrypted tokens with the same keys, until this is closed.
     *
     * @param atATime how many tokens may be under way
     * @param turnTimeout the longest wait of others
     */
    public TokenOpener opener(int atATime, Duration turnTimeout) {
        return new KeyedOpener(entries, atATime, turnTimeout);
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
        return jose.get().isEncrypted() ? verifySealed(jose.get(), deadline, 1) : verifySigned(jose.get(), deadline);
    }

    /**
     * Verifies a logout token: signed, not encrypted, and by an entry that names its issuer. What audience such an entry
     * names decides nothing, for that is an API's and not a client's.
     */
    Verification verifyLogout(String token) {
        Optional<JoseToken> jose = JoseToken.parse(token);
        if (jose.isEmpty() || jose.get().isEncrypted() || jose.get().header().isAmbiguous()) {
            return NOT_JOSE;
        }
        List<KeyEntry> ofIssuer = entries.stream().filter(entry -> entry.isOf(jose.get().claims())).toList();
        Deadline deadline = Deadline.startingNow(timeoutNanos);
        return ofIssuer.isEmpty() ? NOT_OURS : verifySigned(jose.get(), deadline, ofIssuer, entry -> true);
    }

    /** Whether any entry names an issuer. */
    public boolean namesIssuers() {
        return entries.stream().anyMatch(entry -> !entry.options().issuers().isEmpty());
    }

    @Override
    public void close() {
        timer.shutdownNow();
        entries.forEach(entry -> entry.source().close());
        Threads.awaitEnd(timer);
    }

    @Override
    public String toString() {
        return "JwtVerifier" + entries;
    }

    private Verification verifySigned(JoseToken token, Deadline deadline) {
        return verifySigned(token, deadline, entries, entry -> entry.allows(token.claims()));
    }

    private Verification verifySigned(
            JoseToken token, Deadline deadline, List<KeyEntry> asked, Predicate<KeyEntry> isAllowed) {
        SignatureCheck trial = new SignatureCheck(token);
        if (trial.isHopeless()) {
            return NOT_OURS;
        }
        Verification answer = asked.isEmpty() ? unavailable("jwt-keys is empty") : NOT_OURS;
        List<KeyEntry> objecting = new ArrayList<>();
        for (KeyEntry entry : asked) {
            boolean isConcerned = entry.allowsAlgorithm(token)
                    && (entry.source().holdsSecrets() || !trial.needsSecret());
            if (!isConcerned) {
                continue;
            }
            if (!isAllowed.test(entry)) {
                objecting.add(entry);
                continue;
            }
            Verification said = judgeSigned(entry, trial, token, deadline);
            if (said instanceof Verification.Verified) {
                return said;
            }
            answer = said instanceof Verification.Unavailable ? said : answer;
        }
        return answer instanceof Verification.NotOurs ? judgeObjections(objecting, trial, token) : answer;
    }

    private Verification judgeSigned(
            KeyEntry entry, SignatureCheck trial, JoseToken token, Deadline deadline) {
        KeySource source = entry.source();
        try {
            KeyRing.View view = source.known();
            SignatureResult said = trial(trial, view, source);
            boolean isSettled = view.isCurrent() && said != SignatureResult.UNKNOWN_KEY;
            while (said != SignatureResult.GOOD && !isSettled) {
                view = source.newer(view, deadline);
                said = trial(trial, view, source);
                isSettled = view.isCurrent();
            }
            return switch (said) {
                case GOOD -> new Verification.Verified(token.claims().expiresAt());
                case WRONG -> NOT_OURS;
                case UNKNOWN_KEY -> view.isComplete() ? NOT_OURS : unavailable(entry, "of the keys that left the set"
                        + " within max-token-lifetime, more than " + KeyRing.MAX_KEYS + " had to be kept");
                case CANNOT_TELL -> unavailable(entry, "a key that cannot be read, an algorithm that this library or this"
                        + " Java platform does not support, or too many keys for a token that names none");
            };
        } catch (KeysUnavailableException e) {
            return unavailable(entry, e.getMessage());
        }
    }

    private SignatureResult trial(SignatureCheck trial, KeyRing.View view, KeySource source) throws KeysUnavailableException {
        return slots.use(() -> trial.judge(view.keys(), source.namesKeys()));
    }

    /** Tells a setting that is wrong by little from a stranger's token; with the keys at hand, nothing is fetched for it. */
    private Verification judgeObjections(List<KeyEntry> objecting, SignatureCheck trial, JoseToken token) {
        for (KeyEntry entry : objecting) {
            try {
                if (trial(trial, entry.source().known(), entry.source()) == SignatureResult.GOOD) {
                    return misaddressed(entry, token.claims());
                }
            } catch (KeysUnavailableException e) {
                return unavailable(entry, e.getMessage());
            }
        }
        return NOT_OURS;
    }

    private Verification misaddressed(KeyEntry entry, Claims claims) {
        if (toldOfObjection.add(entry.label())) {
            LOG.log(System.Logger.Level.WARNING, () -> entry + ": a token that a key of this entry verifies has "
                    + entry.objection(claims).orElseThrow() + ", so revoking it was answered with success and recorded"
                    + " nothing. If your application accepts such tokens, name that value in revocation.jwt-keys."
                    + " This is said once; the counter revocations.misaddressed goes on");
        }
        return MISADDRESSED;
    }

    private Verification verifySealed(JoseToken token, Deadline deadline, int seals) {
        Decryption trial = new Decryption(token);
        if (trial.isHopeless()) {
            return NOT_OURS;
        }
        Verification answer = unavailable("no key that fits this encrypted token");
        boolean isTold = false;
        for (KeyEntry entry : entries) {
            if (!entry.source().holdsSecrets() || !entry.allowsAlgorithm(token)) {
                continue;
            }
            Optional<Verification> said = judgeSealed(entry, trial, deadline, seals);
            if (said.isPresent() && said.get() instanceof Verification.Verified) {
                return said.get();
            }
            boolean isBetter = !isTold || said.isPresent() && said.get() instanceof Verification.Unavailable;
            answer = isBetter ? said.orElse(answer) : answer;
            isTold |= said.isPresent();
        }
        return answer;
    }

    /** Empty if the entry has no key that fits. */
    private Optional<Verification> judgeSealed(KeyEntry entry, Decryption trial, Deadline deadline, int seals) {
        try {
            KeyRing.View view = entry.source().known();
            Optional<byte[]> inside = opened(entry, trial, view);
            if (inside.isEmpty()) {
                view = entry.source().newer(view, deadline);
                inside = opened(entry, trial, view);
            }
            if (inside.isPresent()) {
                return Optional.of(judgeInside(entry, trial, inside.get(), deadline, seals));
            }
            if (trial.isUntold(view.keys())) {
                return Optional.of(unavailable(entry, "a key that cannot be read, or an encryption that is not supported"));
            }
            return trial.isTellable(view.keys()) ? Optional.of(NOT_OURS) : Optional.empty();
        } catch (KeysUnavailableException e) {
            return Optional.of(unavailable(entry, e.getMessage()));
        }
    }

    private Optional<byte[]> opened(KeyEntry entry, Decryption trial, KeyRing.View view)
            throws KeysUnavailableException {
        if (trial.isBarred(entry, view.keys())) {
            throw new KeysUnavailableException(Decryption.BARRED);
        }
        return trial.fitting(view.keys()).isEmpty() ? Optional.empty() : slots.use(() -> trial.open(view.keys()));
    }

    private Verification judgeInside(
            KeyEntry entry, Decryption trial, byte[] inside, Deadline deadline, int seals) {
        Optional<JoseToken> nested = JoseToken.parse(new String(inside, StandardCharsets.UTF_8).strip());
        if (nested.isPresent() && !nested.get().isEncrypted()) {
            return verifySigned(nested.get(), deadline);
        }
        if (nested.isPresent()) {
            return seals < TokenOpener.MOST_SEALS ? verifySealed(nested.get(), deadline, seals + 1)
                    : unavailable(entry, "a token that is sealed more than " + TokenOpener.MOST_SEALS + " times");
        }
        if (!trial.isProofOfOrigin()) {
            return unavailable(entry, "a token that is sealed with a public key and not signed inside");
        }
        Claims claims = Claims.read(inside);
        return entry.allows(claims) ? new Verification.Verified(claims.expiresAt()) : misaddressed(entry, claims);
    }

    private static Verification unavailable(String why) {
        return new Verification.Unavailable(why);
    }

    private static Verification unavailable(KeyEntry entry, String why) {
        return new Verification.Unavailable(entry + ": " + why);
    }
}
