package org.tokenrevocation.internal.endpoint;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import org.tokenrevocation.RevocationUnavailableException;
import org.tokenrevocation.SecretHash;
import org.tokenrevocation.internal.identity.Sha256;

/**
 * Compares clients' secrets with their slow hashes, and keeps strangers from using that against the host. Thread-safe.
 *
 * <ul>
 *   <li>A text is hashed once: whether it was right or wrong is remembered by a keyed digest. Right ones are kept for good,
 *       one for each client, so that no attack makes a known client wait; of wrong ones the latest {@value #WRONG_KEPT}.
 *   <li>At most half of the cores, two at most, hash at a time. Calls with the same text wait for the same hash,
 *       {@value #MOST_WAITING} at most; all others are refused at once as undecided, to be repeated.
 *   <li>An unknown client takes the same way with a hash that nothing matches, so that time does not tell who is known.
 * </ul>
 *
 * <p>RFC 6749 section 2.3.1 has clients form-encode a secret; many don't. A text that decoding changes is tried both ways,
 * one after the other in one turn, the likelier first, and either is remembered for itself.
 */
final class SecretChecks {
    private static final int KEY_BYTES = 32;
    private static final int WRONG_KEPT = 4096;
    private static final int MOST_WAITING = 16;

    private final Map<String, SecretHash> hashes;
    private final BiPredicate<SecretHash, String> slowHash;
    private final List<SecretHash> decoys;
    private final byte[] key = new byte[KEY_BYTES];
    private final Map<String, byte[]> right = new ConcurrentHashMap<>();
    private final AtomicReferenceArray<byte[]> wrong = new AtomicReferenceArray<>(WRONG_KEPT);
    private final Map<ByteBuffer, CompletableFuture<Boolean>> underWay = new ConcurrentHashMap<>();
    private final Semaphore turns;
    private final Semaphore waiting = new Semaphore(MOST_WAITING);

    SecretChecks(Map<String, SecretHash> hashes) {
        this(hashes, Math.max(1, Math.min(2, Runtime.getRuntime().availableProcessors() / 2)), SecretHash::matches);
    }

    /** For tests, which count and stop the hashes. */
    SecretChecks(Map<String, SecretHash> hashes, int turns, BiPredicate<SecretHash, String> slowHash) {
        this.slowHash = slowHash;
        this.hashes = Map.copyOf(hashes);
        this.decoys = hashes.values().stream().map(SecretChecks::decoy).toList();
        this.turns = new Semaphore(turns);
        new SecureRandom().nextBytes(key);
    }

    /** A random hash of the same cost, which no secret matches. */
    private static SecretHash decoy(SecretHash other) {
        byte[] random = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(random);
        String[] parts = other.toString().split("\\.");
        parts[3] = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        return SecretHash.parse(String.join(".", parts));
    }

    /**
     * Checks the secret of a client.
     *
     * @throws RevocationUnavailableException if too many checks are under way
     */
    boolean isSecret(String id, String sent) {
        if (sent.isEmpty()) {
            return false;
        }
        String decoded = formDecoded(sent);
        byte[] digest = digest(id, sent);
        byte[] decodedDigest = decoded.equals(sent) ? digest : digest(id, decoded);
        byte[] known = right.get(id);
        if (known != null && (MessageDigest.isEqual(known, digest) || MessageDigest.isEqual(known, decodedDigest))) {
            return true;
        }
        if (isWrong(digest) && isWrong(decodedDigest)) {
            return false;
        }
        // A percent sign is rare in secrets and common in encoded ones.
        return sent.indexOf('%') < 0
                ? together(digest, () -> matches(id, sent, digest) || matches(id, decoded, decodedDigest))
                : together(digest, () -> matches(id, decoded, decodedDigest) || matches(id, sent, digest));
    }

    private boolean together(byte[] digest, BooleanSupplier check) {
        ByteBuffer text = ByteBuffer.wrap(digest);
        CompletableFuture<Boolean> mine = new CompletableFuture<>();
        CompletableFuture<Boolean> first = underWay.putIfAbsent(text, mine);
        if (first != null) {
            return joined(first);
        }
        try {
            mine.complete(inTurn(check));
        } catch (RuntimeException | Error e) {
            mine.completeExceptionally(e);
        } finally {
            underWay.remove(text);
        }
        return result(mine);
    }

    private boolean joined(CompletableFuture<Boolean> first) {
        if (!waiting.tryAcquire()) {
            throw undecided();
        }
        try {
            return result(first);
        } finally {
            waiting.release();
        }
    }

    private static boolean result(CompletableFuture<Boolean> check) {
        try {
            return check.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RevocationUnavailableException ? undecided() : e;
        }
    }

    private boolean inTurn(BooleanSupplier check) {
        if (!turns.tryAcquire()) {
            throw undecided();
        }
        try {
            return check.getAsBoolean();
        } finally {
            turns.release();
        }
    }

    private static RevocationUnavailableException undecided() {
        return new RevocationUnavailableException("too many secrets are being checked; repeat the call");
    }

    private boolean matches(String id, String secret, byte[] digest) {
        if (isWrong(digest)) {
            return false;
        }
        // Another call may have accepted it in the meantime.
        if (MessageDigest.isEqual(right.get(id), digest)) {
            return true;
        }
        SecretHash hash = hashes.get(id);
        if (slowHash.test(hash == null ? decoyOf(id) : hash, secret)) {
            right.put(id, digest);
            return true;
        }
        wrong.set(slot(digest), digest);
        return false;
    }

    /** The same hash for each identifier every time: hashes may differ in their iterations. */
    private SecretHash decoyOf(String id) {
        return decoys.get(Math.floorMod(ByteBuffer.wrap(digest(id, "")).getInt(), decoys.size()));
    }

    private boolean isWrong(byte[] digest) {
        byte[] kept = wrong.get(slot(digest));
        return kept != null && MessageDigest.isEqual(kept, digest);
    }

    private static int slot(byte[] digest) {
        return Math.floorMod(ByteBuffer.wrap(digest).getInt(), WRONG_KEPT);
    }

    /** Starts with the length of the identifier, so that no two pairs have the same bytes. */
    private byte[] digest(String id, String secret) {
        MessageDigest sha256 = Sha256.instance();
        sha256.update(key);
        byte[] idBytes = id.getBytes(StandardCharsets.UTF_8);
        sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, idBytes.length));
        sha256.update(idBytes);
        return sha256.digest(secret.getBytes(StandardCharsets.UTF_8));
    }

    private static String formDecoded(String sent) {
        try {
            return URLDecoder.decode(sent, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return sent;
        }
    }
}
