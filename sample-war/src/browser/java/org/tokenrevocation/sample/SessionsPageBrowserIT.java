package org.tokenrevocation.sample;

import org.junit.jupiter.api.BeforeAll;

/** The fleet in a box in sessions mode. */
class SessionsPageBrowserIT extends FleetPageContract {
    @BeforeAll
    static void launch() {
        sample = Sample.launch(3, "--mode", "sessions");
    }

    @Override
    String name() {
        return "sessions";
    }
}
