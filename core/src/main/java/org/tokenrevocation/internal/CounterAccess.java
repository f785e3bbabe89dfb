package org.tokenrevocation.internal;

import java.util.function.BiConsumer;
import org.tokenrevocation.TokenRevocation;

/**
 * Lets package {@code spi} count events on an instance, which the API does not offer. {@link TokenRevocation} sets the
 * function when its class is initialised, so it is there for whoever holds an instance. Thread-safe.
 */
public final class CounterAccess {
    private static volatile BiConsumer<TokenRevocation, String> access;

    private CounterAccess() {}

    /** Sets the function; for the class initialiser of {@link TokenRevocation}. */
    public static void set(BiConsumer<TokenRevocation, String> given) {
        access = given;
    }

    /** Counts one event of an instance. */
    public static void count(TokenRevocation instance, String counter) {
        access.accept(instance, counter);
    }
}
