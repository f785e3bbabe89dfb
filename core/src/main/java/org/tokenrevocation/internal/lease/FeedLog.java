package org.tokenrevocation.internal.lease;

/** Keeps the feed's trouble for health and writes its changes of state to the log, each once. */
public final class FeedLog implements FeedReporter {
    private static final System.Logger LOG = System.getLogger("org.tokenrevocation");

    private final String name;
    private volatile String trouble = "not connected yet";
    private boolean wasTracked = true;
    private boolean isUp;

    /** Log lines begin with the instance's name. */
    public FeedLog(String name) {
        this.name = name;
    }

    /** Why there is no lease; null while all is well. */
    public String trouble() {
        return trouble;
    }

    @Override
    public void connected(ServerId server, boolean hasTracking) {
        if (wasTracked && !hasTracking) {
            LOG.log(System.Logger.Level.WARNING, "{0}: the server or its ACL refuses CLIENT TRACKING, so every request"
                    + " asks Redis; grant +client|tracking and write access to this application''s own keys", name);
        }
        wasTracked = hasTracking;
    }

    @Override
    public void lost(String why) {
        if (isUp) {
            LOG.log(System.Logger.Level.WARNING, "{0}: lease lost: {1}; reconnecting", name, why);
        }
        isUp = false;
        trouble = why;
    }

    @Override
    public void trouble(String why) {
        if (why == null && !isUp) {
            isUp = true;
            LOG.log(System.Logger.Level.INFO, "{0}: live: the feed is up and the fleet is settled", name);
        } else if (why != null && isUp) {
            isUp = false;
            LOG.log(System.Logger.Level.WARNING, "{0}: lease lost: {1}", name, why);
        }
        trouble = why;
    }

    @Override
    public void boundAdopted(long ownMillis, long fleetMillis) {
        LOG.log(System.Logger.Level.WARNING, "{0}: effect-bound here is [{1}ms], but the fleet was founded with [{2}ms],"
                + " which holds; set it alike on all nodes", name, ownMillis, fleetMillis);
    }
}
