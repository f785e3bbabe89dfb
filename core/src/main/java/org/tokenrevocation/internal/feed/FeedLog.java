package org.tokenrevocation.internal.feed;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.tokenrevocation.Mode;
import org.tokenrevocation.internal.lease.Fence;
import org.tokenrevocation.internal.lease.ServerId;

/**
 * Keeps the feed's trouble for health and writes its changes of state to the log, each once: however often connecting
 * and joining are tried, one cause is told once until the feed is live again.
 */
public class FeedLog implements FeedReporter {
    private static final int MAX_TOLD = 20;
    /** Enough to find it in the registry; who knows a whole id and may publish can acknowledge in the node's name. */
    private static final int SHOWN_ID = 8;
    private static final System.Logger LOG = System.getLogger("org.tokenrevocation");

    private final String name;
    private volatile String trouble = "not connected yet";
    private volatile String waiting;
    private boolean isSilent;
    private boolean hasHeard = true;
    private String registrationRefusal;
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

    /** Why revocations wait 1.2 × effect-bound; null while all nodes acknowledge. */
    public String waiting() {
        return waiting;
    }

    /** A round was acknowledged by all. */
    void acknowledged() {
        if (waiting != null) {
            allAcknowledged();
        }
    }

    private synchronized void allAcknowledged() {
        waiting = null;
        if (isSilent) {
            isSilent = false;
            LOG.log(System.Logger.Level.INFO, "{0}: all nodes acknowledge again, so revocations wait no more", name);
        }
    }

    /** A round had to wait, for these nodes or for none in particular; one WARN until all acknowledge again. */
    synchronized void waited(Map<String, String> silent, boolean isAnnounced) {
        if (silent.isEmpty()) {
            waiting = isAnnounced
                    ? "the registry of the nodes is new, or this node has heard no acknowledgement"
                    : "the announcement was refused: grant +publish and the channel";
            return;
        }
        waiting = "no acknowledgement came from " + silent.entrySet().stream()
                .map(node -> "node [" + node.getKey().substring(0, Math.min(SHOWN_ID, node.getKey().length())) + "...] of instance [" + node.getValue() + "]")
                .collect(Collectors.joining(", "));
        if (!isSilent) {
            isSilent = true;
            LOG.log(System.Logger.Level.WARNING, "{0}: {1}; revocations wait 1.2 × effect-bound until it is out of the"
                    + " registry; see whether it lives and may publish", name, waiting);
        }
    }

    @Override
    public synchronized void heard(boolean isHeard) {
        if (hasHeard && !isHeard) {
            LOG.log(System.Logger.Level.WARNING, "{0}: the server or its ACL refuses SUBSCRIBE or PUBLISH, so {1}; grant"
                    + " +subscribe, +publish and the channels {2}", name, mode == Mode.SESSIONS
                    ? "revocations wait 1.2 × effect-bound" : "changes are polled, and revocations wait 1.2 × effect-bound",
                    mode == Mode.SESSIONS ? "token-revocation:fleet:*" : "<namespace>:{denylist}:changes:*");
        }
        hasHeard = isHeard;
    }

    @Override
    public void registrationRefused(String why) {
        if (!why.equals(registrationRefusal)) {
            registrationRefusal = why;
            LOG.log(System.Logger.Level.WARNING, "{0}: the server or its ACL refuses to register this node, so every"
                    + " request asks Redis: {1}; grant +eval, +hget, +hset, +pexpire and the keys"
                    + " <fleet record>:nodes:*", name, why);
        }
    }

    @Override
    public void connected(ServerId server, boolean hasPushes) {
        if (hadPushes && !hasPushes && mode == Mode.SESSIONS) {
            LOG.log(System.Logger.Level.WARNING, "{0}: the server or its ACL refuses CLIENT TRACKING, so every request asks"
                    + " Redis; grant +client|tracking, +set, +del and the keys <namespace>:feed:*", name);
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

    @Override
    public void fenceAdopted(Fence own, Fence fleets) {
        LOG.log(System.Logger.Level.WARNING, "{0}: here [{1}] is set, but the fleet asks for [{2}], which holds; set"
                + " revocation.replicas, lease-acks and revoke-acks alike on all nodes; to ask for less, delete the fleet record"
                + " once all nodes do", name, own, fleets);
    }

    @Override
    public void replicasUncounted(int connected, Fence fleets) {
        if (fleets.isOn()) {
            LOG.log(System.Logger.Level.WARNING, "{0}: [{1}] replicas are connected, but revocation.replicas is [{2}]: leases"
                    + " wait for [{3}] of them; after a failover a server that is not counted may break the guarantee: set"
                    + " revocation.replicas to how many there are", name, connected, fleets.replicas(),
                    fleets.leaseAcks(connected));
        } else {
            LOG.log(System.Logger.Level.INFO, "{0}: [{1}] replicas are connected, and revocation.replicas is [0]: once one of"
                    + " them is promoted, nodes may accept what was revoked there until the replaced primary is gone; set"
                    + " revocation.replicas to how many there are", name, connected);
        }
    }
}
