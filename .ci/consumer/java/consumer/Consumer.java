package consumer;

import org.tokenrevocation.Settings;
import org.tokenrevocation.TokenRevocation;

/** Asks the library for the one verdict that needs no Redis, and names the file that the library came from. */
public final class Consumer {
    private Consumer() {}

    public static void main(String[] args) {
        if (Consumer.class.getResource("/org/tokenrevocation/servlet/TokenRevocationFilter.class") == null) {
            throw new IllegalStateException("no filter on the class path");
        }
        Settings settings = Settings.builder().set("redis-url", "redis://127.0.0.1:1").build();
        try (TokenRevocation revocation = TokenRevocation.open("consumer", settings)) {
            System.out.println(revocation.verdict(TokenRevocation.PROBE_TOKEN));
        }
        System.out.println(TokenRevocation.class.getProtectionDomain().getCodeSource().getLocation());
    }
}
