package org.tokenrevocation.sample;

import org.junit.jupiter.api.BeforeAll;

/** The fleet in a box in denylist mode. */
class DenylistPageBrowserIT extends FleetPageContract {
    @BeforeAll
    static void launch() {
        sample = Sample.launch(3, "--mode", "denylist");
    }

    @Override
    String name() {
        return "denylist";
    }
}
