package org.tokenrevocation.internal.simulation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.tokenrevocation.internal.feed.Member;
import org.tokenrevocation.internal.feed.Membership;
import org.tokenrevocation.internal.feed.Round;
import org.tokenrevocation.internal.feed.SimulatedFeed;
import org.tokenrevocation.internal.lease.FleetIncarnation;
import org.tokenrevocation.internal.lease.Registry;
import org.tokenrevocation.internal.lease.Written;

/** A round of a node whose revocations are cut into steps: what {@code Rounds} does behind the confirmation. */
final class Effect {
    private final Node node;
    private final SimulatedFeed feed;
    private final Membership membership;
    private final Round round;
    private final Runnable then;
    private boolean isOver;

    Effect(Node node, SimulatedFeed feed, Round round, Runnable then) {
        this.node = node;
        this.feed = feed;
        this.membership = feed.membership();
        this.round = round;
        this.then = then;
    }

    void await(FleetIncarnation by, Written written) {
        Variant variant = node.variant;
        boolean isFast = membership.isFast(by, written)
                || variant == Variant.FAST_AT_ONCE || variant == Variant.SHORT_FOUNDING;
        CompletableFuture<Void> all = membership.acknowledgements().await(round, awaited(written.registry()));
        if (isFast) {
            all.thenRun(() -> node.world.after(node.weather.lateness(), () -> end("has all acknowledgements")));
        }
        node.commitWait(by.boundNanos(), () -> end("has waited"));
    }

    private void end(String how) {
        if (!isOver && !node.isDead()) {
            isOver = true;
            node.note(how);
            membership.silent(round.epoch(), membership.acknowledgements().end(round));
            then.run();
        }
    }

    private Registry awaited(Registry registry) {
        Member own = feed.own();
        if (node.variant != Variant.OWN_NODE_NOT_COUNTED || own == null) {
            return registry;
        }
        Map<String, String> others = new LinkedHashMap<>(registry.instances());
        others.remove(own.id());
        return new Registry(registry.since(), others);
    }
}
