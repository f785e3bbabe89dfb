package org.tokenrevocation;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes one instance's audit events. Thread-safe. */
final class Audit {
    static final AuditListener LOGGING = Audit::log;

    private static final System.Logger LOG = System.getLogger("org.tokenrevocation.audit");
    private static final String HMAC = "HmacSHA256";
    private static final int FINGERPRINT_BYTES = 4;
    private static final int CLIENT_LENGTH = 128;
    private static final SecretKeySpec KEY = randomKey();

    private final String name;
    private final Mode mode;
    private final AuditListener listener;
    private final Consumer<String> counter;

    Audit(String name, Mode mode, AuditListener listener, Consumer<String> counter) {
        this.name = name;
        this.mode = mode;
        this.listener = listener;
        this.counter = counter;
    }

    private static SecretKeySpec randomKey() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return new SecretKeySpec(key, HMAC);
    }

    private static void log(AuditEvent event) {
        LOG.log(System.Logger.Level.INFO,
                "{0}: revoked mode={1} fingerprint={2} tokens-in-call={3} client={4} confirmed={5} millis={6}",
                event.instance(), event.mode().name().toLowerCase(Locale.ROOT), event.fingerprint(),
                Integer.toString(event.tokensInCall()), event.client().orElse("-"), event.isConfirmed(),
                Long.toString(event.duration().toMillis()));
    }

    static String fingerprint(String token) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(KEY);
            byte[] whole = mac.doFinal(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(whole, 0, FINGERPRINT_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has " + HMAC, e);
        }
    }

    /** What one call ends; the client may be null. */
    Trail begin(String client) {
        return new Trail(client, System.nanoTime());
    }

    /** Names are a foreign implementation's to choose: none may forge a line or flood the log. */
    private static String harmless(String client) {
        String visible = client.replaceAll("[^\\x21-\\x7e]", "?");
        return visible.length() > CLIENT_LENGTH ? visible.substring(0, CLIENT_LENGTH) : visible;
    }

    /** The tokens that one call ends. Holds fingerprints only; filled by the thread that revokes. */
    final class Trail {
        private final List<String> fingerprints = new ArrayList<>();
        private final String client;
        private final long beginNanos;

        private Trail(String client, long beginNanos) {
            this.client = client;
            this.beginNanos = beginNanos;
        }

        void add(String token) {
            fingerprints.add(fingerprint(token));
        }

        /** The same completion, after the listener has been told. */
        CompletionStage<Void> closeAfter(CompletionStage<Void> effective) {
            return fingerprints.isEmpty() ? effective : effective.whenComplete((nothing, failure) -> tell(failure == null));
        }

        private void tell(boolean isConfirmed) {
            Duration duration = Duration.ofNanos(System.nanoTime() - beginNanos);
            for (String fingerprint : fingerprints) {
                try {
                    listener.revoked(new AuditEvent(name, mode, fingerprint, fingerprints.size(),
                            Optional.ofNullable(client).map(Audit::harmless), isConfirmed, duration));
                } catch (RuntimeException e) {
                    // The token is dead whatever the listener makes of it; the count is in Health.
                    counter.accept("audit.failed");
                }
            }
        }
    }
}
