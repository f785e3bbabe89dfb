package org.tokenrevocation.sample.page;

import java.util.List;
import java.util.function.Supplier;
import org.tokenrevocation.TokenRevocation;

/** One run of the {@link Race}: the cards that take part, and whether a silent node was waited for. For one thread. */
final class Heat {
    private static final String WAITED = "revocations.waited";

    private final Race race;
    private final Supplier<TokenRevocation> revocation;
    private final int number;
    private final long waitedBefore;

    private Heat(Race race, Supplier<TokenRevocation> revocation, int number) {
        this.race = race;
        this.revocation = revocation;
        this.number = number;
        this.waitedBefore = waited();
    }

    /** Nobody takes part in the run of a revocation that no light can show; it is not timed. */
    static Heat begin(Race race, Supplier<TokenRevocation> revocation, List<Card> cards, String who) {
        int number = cards.isEmpty() ? 0 : race.begin(who);
        cards.forEach(card -> card.race(number));
        return new Heat(race, revocation, number);
    }

    void won(double millis, String answer) {
        race.won(number, millis, answer, waited() > waitedBefore);
    }

    void lost() {
        race.lost(number);
    }

    private long waited() {
        return revocation.get().health().counters().getOrDefault(WAITED, 0L);
    }
}
