package org.tokenrevocation.sample.page;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * About two hundred real requests per second over all nodes, and a few logins and revocations per second among them,
 * measured like those of the cards. Thread-safe.
 */
final class Load {
    private static final int TOKENS = 8;
    private static final int CALLERS = 4;
    private static final long CALLER_PAUSE_MILLIS = 18;
    private static final long REVOCATION_PAUSE_MILLIS = 150;

    private final List<Node> nodes;
    private final Node own;
    private final Crew crew;
    private final EffectTimes times;
    private final AtomicReferenceArray<Grant> grants = new AtomicReferenceArray<>(TOKENS);
    private final List<ScheduledFuture<?>> tasks = new ArrayList<>();

    Load(List<Node> nodes, Node own, Crew crew, EffectTimes times) {
        this.nodes = nodes;
        this.own = own;
        this.crew = crew;
        this.times = times;
    }

    synchronized boolean isOn() {
        return !tasks.isEmpty();
    }

    synchronized void start() {
        if (tasks.isEmpty()) {
            for (int caller = 0; caller < CALLERS; caller++) {
                tasks.add(crew.load().scheduleWithFixedDelay(this::call,
                        CALLER_PAUSE_MILLIS * caller / CALLERS, CALLER_PAUSE_MILLIS, TimeUnit.MILLISECONDS));
            }
            tasks.add(crew.load().scheduleWithFixedDelay(
                    this::replaceOne, 0, REVOCATION_PAUSE_MILLIS, TimeUnit.MILLISECONDS));
        }
    }

    /** The sessions that are left expire by themselves. */
    synchronized void stop() {
        tasks.forEach(task -> task.cancel(false));
        tasks.clear();
    }

    private void call() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        Grant grant = grants.get(random.nextInt(TOKENS));
        if (grant != null) {
            nodes.get(random.nextInt(nodes.size())).standingUnderLoad(grant.access());
        }
    }

    private void replaceOne() {
        int place = ThreadLocalRandom.current().nextInt(TOKENS);
        try {
            Grant old = grants.getAndSet(place, null);
            if (old != null) {
                Chase chase = Chase.begin(nodes, List.of(old), times, crew.errands());
                chase.start();
                own.revoke(old.access(), "access");
                own.revoke(old.refresh(), "refresh");
            }
            Answer answer = own.logIn("bob", "bob");
            if (answer.status() == 200) {
                grants.set(place, Grant.of(answer.body(), nodes.size()));
            }
        } catch (IOException | IllegalArgumentException e) {
            // An outage, which the page shows by itself; the next round tries again with another place.
            grants.set(place, null);
        }
    }
}
