package org.tokenrevocation.internal.lease;

import java.util.HashSet;
import java.util.Set;
import org.tokenrevocation.Mode;

/**
 * Keeps the feed's trouble for health and writes its changes of state to the log, each once: however often connecting
 * and joining are tried, one cause is told once until the feed is live again.
 */
public final class FeedLog implements FeedReporter {
    private static final int MAX_TOLD = 20;
    private static final System.Logger LOG = System.getLogger("org.tokenrevocation");

    private final String name;
    private volatile String trouble = "not connected yet";
    private final Mode mode;
    private boolean hadPushes = true;
    private boolean isUp;
    private final Set<String> told = new HashSet<>();

    /** Log lines begin with the instance's name. */
    public FeedLog(String name, Mode mode) {
        this.name = name;
        this.mode = mode;
    }

    /** Why there is no lease; null while all is well. */
    public String trouble() {
        return trouble;
    }

    @Override
    public void connected(ServerId server, boolean hasPushes) {
        if (hadPushes && !hasPushes) {
            LOG.log(System.Logger.Level.WARNING, "{0}: the server or its ACL refuses {1}", name, mode == Mode.SESSIONS
                    ? "CLIENT TRACKING, so every request asks Redis; grant +client|tracking, +set, +del and the keys"
                            + " <namespace>:feed:*"
                    : "SUBSCRIBE or PUBLISH, so changes are polled; grant +subscribe, +publish and the channels"
                            + " <namespace>:{denylist}:changes:*");
        }
        hadPushes = hasPushes;
    }

    @Override
    public void lost(String why) {
        if (isUp) {
            LOG.log(System.Logger.Level.WARNING, "{0}: lease lost: {1}; reconnecting", name, why);
            told.add(why);
        } else {
            tell(why);
        }
        isUp = false;
        trouble = why;
    }

    @Override
    public void trouble(String why) {
        if (why == null && !isUp) {
            isUp = true;
            told.clear();
            LOG.log(System.Logger.Level.INFO, "{0}: live: the feed is up and the fleet is settled", name);
        } else if (why != null && isUp) {
            isUp = false;
            LOG.log(System.Logger.Level.WARNING, "{0}: lease lost: {1}", name, why);
            told.add(why);
        } else if (why != null) {
            tell(why);
        }
        trouble = why;
    }

    private void tell(String why) {
        if (told.size() < MAX_TOLD && told.add(why)) {
            LOG.log(System.Logger.Level.INFO, "{0}: not live: {1}", name, why);
        }
    }

    @Override
    public void boundAdopted(long ownMillis, long fleetMillis) {
        LOG.log(System.Logger.Level.WARNING, "{0}: effect-bound here is [{1}ms], but the fleet was founded with [{2}ms],"
                + " which holds; set it alike on all nodes", name, ownMillis, fleetMillis);
    }
}
