package org.tokenrevocation;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.tokenrevocation.internal.Completions;
import org.tokenrevocation.internal.Ticker;
import org.tokenrevocation.internal.audit.Audit;
import org.tokenrevocation.internal.cutoff.LogoutReading;
import org.tokenrevocation.internal.engine.Engine;
import org.tokenrevocation.internal.settings.Setting;

/**
 * Carries an instance's revocations out: those of the host, which are bounded, and those of clients of an endpoint, which
 * bounds them itself. Each is checked, stored, counted, audited and completed. Thread-safe.
 */
final class Revocations implements AutoCloseable {
    private final Settings settings;
    private final Engine engine;
    private final Predicate<String> isToken;
    private final NodeCounters counters;
    private final Completions completions;
    private final Audit audit;

    /** The engine remains the caller's, to be closed before this. */
    Revocations(String name, Settings settings, Engine engine, Predicate<String> isToken, NodeCounters counters,
            AuditListener listener) {
        this.settings = settings;
        this.engine = engine;
        this.isToken = isToken;
        this.counters = counters;
        this.completions = new Completions(name, settings.values().get(Setting.MAX_IN_FLIGHT));
        this.audit = new Audit(name, settings.mode(), token -> listener.revoked(new AuditEvent(token)), counters::door);
    }

    CompletionStage<Void> ofHost(Collection<String> tokens) {
        return completions.begin(afterwards -> revoke(checked(tokens), null, afterwards));
    }

    CompletionStage<Void> ofHost(Cutoff cutoff) {
        return completions.begin(afterwards -> revoke(cutoff, null, afterwards));
    }

    /** The client may be null; the token is well-formed. */
    CompletionStage<Void> ofClient(String token, String client) {
        return revoke(List.of(token), client, () -> { });
    }

    /** The client is an authenticated one. */
    CompletionStage<Void> ofClient(Cutoff cutoff, String client) {
        return revoke(cutoff, client, () -> { });
    }

    LogoutReading readLogout(String token) {
        return engine.readLogout(token);
    }

    /** Who asks for it is the issuer, whom the token itself names. */
    CompletionStage<Void> ofLogout(LogoutReading.Valid logout) {
        Audit.Trail trail = audit.begin(logout.cutoff(), "backchannel-logout");
        return trail.closeAfter(carriedOut(1, () -> engine.logOut(logout), () -> { }));
    }

    /** How many of the host's have begun and not ended. */
    int inFlight() {
        return completions.inFlight();
    }

    private CompletionStage<Void> revoke(Cutoff cutoff, String client, Runnable afterwards) {
        Audit.Trail trail = audit.begin(cutoff, client);
        return trail.closeAfter(carriedOut(1, () -> engine.cutOff(cutoff, trail::ended), afterwards));
    }

    private List<String> checked(Collection<String> tokens) {
        if (tokens.size() > TokenRevocation.MAX_TOKENS_PER_CALL) {
            throw new IllegalArgumentException("Tokens to revoke in one call must be " + TokenRevocation.MAX_TOKENS_PER_CALL
                    + " at the most, but are [" + tokens.size() + "]; spread them over several calls");
        }
        List<String> all = List.copyOf(tokens);
        for (String token : all) {
            if (!isToken.test(token)) {
                throw new IllegalArgumentException("A token to revoke must be 1 to " + settings.values().get(Setting.MAX_TOKEN_LENGTH)
                        + " characters (revocation.max-token-length) of RFC 6750's b64token (plus"
                        + " revocation.token-characters), but one of [" + token.length()
                        + "] characters is not; pass it as it was issued, without its scheme");
            }
        }
        return all;
    }

    private CompletionStage<Void> revoke(List<String> tokens, String client, Runnable afterwards) {
        if (tokens.isEmpty()) {
            afterwards.run();
            return CompletableFuture.completedStage(null);
        }
        Audit.Trail trail = audit.begin(client);
        return trail.closeAfter(carriedOut(tokens.size(), () -> storeInPieces(tokens, trail), afterwards));
    }

    /** Counted and timed, and completed on a thread that no other revocation waits for. */
    private CompletionStage<Void> carriedOut(int size, Supplier<CompletionStage<Void>> store, Runnable afterwards) {
        long beginNanos = Ticker.SYSTEM.nanos();
        CompletionStage<Void> effective;
        try {
            effective = store.get();
        } catch (RevocationUnavailableException e) {
            counters.unconfirmed(size);
            throw e;
        }
        return completions.handOver(counters.timed(effective, size, beginNanos), afterwards);
    }

    private CompletionStage<Void> storeInPieces(List<String> tokens, Audit.Trail trail) {
        CompletionStage<Void> effective = null;
        for (int from = 0; from < tokens.size(); from += Engine.MAX_TOKENS) {
            List<String> piece = tokens.subList(from, Math.min(tokens.size(), from + Engine.MAX_TOKENS));
            try {
                CompletionStage<Void> next = engine.revoke(piece, trail::add);
                effective = effective == null ? next : effective.thenCombine(next, (nothing, more) -> null);
            } catch (RevocationUnavailableException e) {
                if (effective != null) {
                    trail.closeAfter(effective);
                }
                throw e;
            }
            counters.stored(piece.size());
        }
        return effective;
    }

    /** Ends the threads; what is hung on completions has a second, the audit listener two. The engine is closed before. */
    @Override
    public void close() {
        completions.close();
        // The engine's end ended what was waiting to take effect, and each of those has its event.
        audit.close();
    }
}
