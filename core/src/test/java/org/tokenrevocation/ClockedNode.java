package org.tokenrevocation;

import java.time.InstantSource;

/** Opens a node whose wall clock a test can set. */
public final class ClockedNode {
    private ClockedNode() {}

    /** As {@link TokenRevocation#open(String, Settings)} does. */
    public static TokenRevocation open(String name, Settings settings, InstantSource clock) {
        return TokenRevocation.builder(name, settings).clock(clock).open();
    }
}
