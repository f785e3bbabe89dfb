package org.tokenrevocation.sample.page;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Asks every node about itself and about every card's token, a few times per second and only while somebody looks, so
 * that the page costs next to nothing beside what it shows. Driven by one clock thread; the asking is done by errands.
 */
final class Watch {
    private static final long STRIP_NANOS = TimeUnit.MILLISECONDS.toNanos(1_000);
    private static final long LIVE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long OVER_NANOS = TimeUnit.MILLISECONDS.toNanos(2_000);
    private static final long RECOVERY_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final List<Node> nodes;
    private final List<Strip> strips;
    private final Panel panel;
    private final Crew crew;
    /** When each question was last answered, {@link Long#MAX_VALUE} while it is under way. */
    private final Map<Object, Long> answeredAtNanos = new ConcurrentHashMap<>();

    Watch(List<Node> nodes, Panel panel, Crew crew) {
        this.nodes = nodes;
        this.strips = nodes.stream().map(Strip::new).toList();
        this.panel = panel;
        this.crew = crew;
    }

    List<Strip> strips() {
        return strips;
    }

    /** Sends out what is due. */
    void tick() {
        List<Card> cards = panel.cards();
        for (int node = 0; node < nodes.size(); node++) {
            int index = node;
            Strip strip = strips.get(node);
            ask(strip, STRIP_NANOS, () -> strip.ask(liveToken(cards, index)));
            for (Card card : cards) {
                Grant grant = card.grant();
                ask(new Question(grant, node), card.isAccessRevoked() ? OVER_NANOS : LIVE_NANOS,
                        () -> look(index, grant));
            }
        }
        answeredAtNanos.keySet().removeIf(key -> key instanceof Question question
                && cards.stream().noneMatch(card -> card.grant() == question.grant()));
    }

    private Standing look(int node, Grant grant) {
        long sentAtNanos = System.nanoTime();
        Standing standing = nodes.get(node).standing(grant.access());
        grant.stands(node, standing, sentAtNanos);
        return standing;
    }

    private void ask(Object question, long pauseNanos, Runnable errand) {
        Long answered = answeredAtNanos.get(question);
        if (answered != null && (answered == Long.MAX_VALUE || System.nanoTime() - answered < pauseNanos)) {
            return;
        }
        answeredAtNanos.put(question, Long.MAX_VALUE);
        try {
            crew.errands().execute(() -> {
                try {
                    errand.run();
                } finally {
                    answeredAtNanos.put(question, System.nanoTime());
                }
            });
        } catch (RejectedExecutionException busy) {
            answeredAtNanos.put(question, System.nanoTime());
        }
    }

    private static String liveToken(List<Card> cards, int node) {
        return cards.stream()
                .map(Card::grant)
                .filter(grant -> grant.standing(node) == Standing.LIVE)
                .map(Grant::access)
                .findFirst()
                .orElse(null);
    }

    /** Measures from now until each node accepts a token that it has accepted before the outage. */
    void measureRecovery() {
        long start = System.nanoTime();
        panel.cards().stream().filter(card -> !card.isAccessRevoked()).findFirst().map(Card::grant).ifPresent(grant -> {
            for (int node = 0; node < nodes.size(); node++) {
                int index = node;
                try {
                    crew.errands().execute(() -> measureRecovery(index, grant, start));
                } catch (RejectedExecutionException busy) {
                    strips.get(index).recovered(null);
                }
            }
        });
    }

    private void measureRecovery(int node, Grant grant, long startNanos) {
        while (System.nanoTime() - startNanos < RECOVERY_NANOS && !Thread.currentThread().isInterrupted()) {
            if (look(node, grant) == Standing.LIVE) {
                strips.get(node).recovered((System.nanoTime() - startNanos) / 1e6);
                return;
            }
        }
    }

    /** One token at one node. */
    private record Question(Grant grant, int node) {}
}
