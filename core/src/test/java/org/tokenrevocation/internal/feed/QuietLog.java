package org.tokenrevocation.internal.feed;

import java.util.Map;
import org.tokenrevocation.Mode;

/** Tells nobody of the many rounds that have to wait in a simulation. */
public final class QuietLog extends FeedLog {
    /** Log lines would begin with the name. */
    public QuietLog(String name) {
        super(name, Mode.SESSIONS);
    }

    @Override
    void waited(Map<String, String> silent, boolean isAnnounced) {
        // Millions of them.
    }
}
