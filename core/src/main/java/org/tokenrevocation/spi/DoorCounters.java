package org.tokenrevocation.spi;

import org.tokenrevocation.Health;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.internal.CounterAccess;

/** Counts the events of one door, such as refused requests. Thread-safe. */
public final class DoorCounters {
    private final TokenRevocation instance;

    private DoorCounters(TokenRevocation instance) {
        this.instance = instance;
    }

    /**
     * The counters of an instance.
     *
     * @param instance the instance that the door serves
     * @return counts among its {@link Health#counters()}
     */
    public static DoorCounters of(TokenRevocation instance) {
        return new DoorCounters(instance);
    }

    /**
     * Counts one event.
     *
     * @param counter a fixed name such as {@code filter.refused.revoked}; never a text that a client sent
     */
    public void count(String counter) {
        CounterAccess.count(instance, counter);
    }
}
