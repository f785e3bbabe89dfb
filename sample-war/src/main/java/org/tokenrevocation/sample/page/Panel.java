package org.tokenrevocation.sample.page;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.tokenrevocation.RevocationUnavailableException;
import org.tokenrevocation.TokenRevocation;

/** The admin's side: log in, refresh, revoke, log out. Thread-safe; calls block for some seconds at most. */
final class Panel {
    private static final int MOST_CARDS = 24;
    private static final int MOST_CHARACTERS = 32;
    private static final long PATIENCE_SECONDS = 15;
    private static final List<String> FIRST_DEVICES = List.of("laptop", "phone", "tablet");
    private static final long FIRST_LOG_IN_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long FIRST_LOG_IN_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final List<Node> nodes;
    private final Node own;
    private final Crew crew;
    private final EffectTimes times;
    private final Race race;
    private final Supplier<TokenRevocation> revocation;
    private final Map<Integer, Card> cards = new ConcurrentSkipListMap<>();
    private final AtomicInteger lastId = new AtomicInteger();

    Panel(List<Node> nodes, Node own, Crew crew, EffectTimes times, Race race,
            Supplier<TokenRevocation> revocation) {
        this.nodes = nodes;
        this.own = own;
        this.crew = crew;
        this.times = times;
        this.race = race;
        this.revocation = revocation;
    }

    List<Card> cards() {
        return List.copyOf(cards.values());
    }

    /** Whether anybody has ever been logged in here, by the page itself or by hand. */
    boolean hasBegun() {
        return lastId.get() > 0;
    }

    /** One user on three devices, so that there is something to see; tried again while Redis is away. Blocks. */
    void logInByItself() {
        long begin = System.nanoTime();
        int done = 0;
        while (done < FIRST_DEVICES.size() && System.nanoTime() - begin < FIRST_LOG_IN_NANOS
                && !Thread.currentThread().isInterrupted()) {
            if (isLoggedIn(FIRST_DEVICES.get(done))) {
                done++;
            } else {
                LockSupport.parkNanos(FIRST_LOG_IN_PAUSE_NANOS);
            }
        }
    }

    private boolean isLoggedIn(String device) {
        try {
            return logIn("alice", "alice", device).isDone();
        } catch (IOException | IllegalArgumentException notYet) {
            return false;
        }
    }

    /** A device that was logged out gives its card to the new session. */
    Outcome logIn(String user, String password, String device) throws IOException {
        String name = device.strip();
        if (name.isEmpty() || name.length() > MOST_CHARACTERS || user.length() > MOST_CHARACTERS) {
            return Outcome.failed("Name the device with 1 to " + MOST_CHARACTERS + " characters.");
        }
        if (cards.size() >= MOST_CARDS && cards.values().stream().noneMatch(Card::isOver)) {
            return Outcome.failed("The page holds " + MOST_CARDS + " sessions. Log some out first.");
        }
        Answer answer = own.logIn(user, password);
        if (answer.status() != 200) {
            return Outcome.failed(answer.status() == 503
                    ? "503: Redis does not answer, so nobody can log in. Try again."
                    : "User name or password is wrong.");
        }
        makeRoom(user, name);
        int id = lastId.incrementAndGet();
        cards.put(id, new Card(id, user, name, Grant.of(answer.body(), nodes.size())));
        return Outcome.done(user + " is logged in on " + name + ".");
    }

    private void makeRoom(String user, String device) {
        cards.values().removeIf(card -> card.isOver() && card.user().equals(user) && card.device().equals(device));
        if (cards.size() >= MOST_CARDS) {
            cards.values().stream().filter(Card::isOver).findFirst().ifPresent(card -> cards.remove(card.id()));
        }
    }

    /** Through the endpoint, as any client would. */
    Outcome revoke(int id, boolean isAccess) throws IOException {
        Card card = cards.get(id);
        if (card == null) {
            return gone();
        }
        Grant grant = card.grant();
        String type = isAccess ? "access" : "refresh";
        // Revoking the refresh token leaves the access token alive: there is nothing to chase.
        Chase chase = Chase.begin(isAccess && !card.isAccessRevoked() ? nodes : List.of(), List.of(grant), times, crew.errands());
        Heat heat = Heat.begin(race, revocation, chase.isEmpty() ? List.of() : List.of(card), card.user() + "'s " + card.device());
        chase.start();
        Answer answer = own.revoke(isAccess ? grant.access() : grant.refresh(), type);
        if (answer.status() != 200) {
            String words = answer.status() + ": revoking the " + type + " token is not confirmed. Repeat it.";
            card.tell(words);
            heat.lost();
            return Outcome.failed(words);
        }
        double millis = chase.millisSinceStart();
        heat.won(millis, "200");
        String words = type + " token revoked: 200 after " + text(millis);
        card.revoked(isAccess, !isAccess, words);
        return Outcome.done(capital(words) + ".");
    }

    Outcome logOut(int id) {
        Card card = cards.get(id);
        return card == null ? gone() : logOut(List.of(card), card.user() + " on " + card.device());
    }

    Outcome logOutEverywhere(String user) {
        List<Card> all = cards().stream().filter(card -> card.user().equals(user) && !card.isOver()).toList();
        return all.isEmpty()
                ? Outcome.failed("Nothing to log out: " + user + " has no session.")
                : logOut(all, user + " on " + all.size() + (all.size() == 1 ? " device" : " devices"));
    }

    /** Both tokens of each session, in one call and one wait. */
    private Outcome logOut(List<Card> all, String who) {
        List<Grant> chased = all.stream().filter(card -> !card.isAccessRevoked()).map(Card::grant).toList();
        List<String> tokens = new ArrayList<>();
        all.forEach(card -> tokens.addAll(card.grant().pair()));
        Chase chase = Chase.begin(chased.isEmpty() ? List.of() : nodes, chased, times, crew.errands());
        Heat heat = Heat.begin(race, revocation, chase.isEmpty() ? List.of() : all, who);
        chase.start();
        double millis;
        try {
            revocation.get().revokeAll(tokens).toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            millis = chase.millisSinceStart();
        } catch (RevocationUnavailableException | ExecutionException | TimeoutException e) {
            heat.lost();
            all.forEach(card -> card.tell("log-out not confirmed. Repeat it."));
            return Outcome.failed("Redis does not answer: logging out is not confirmed. Repeat it.");
        } catch (InterruptedException e) {
            heat.lost();
            Thread.currentThread().interrupt();
            return Outcome.failed("The page is being closed.");
        }
        heat.won(millis, "confirmed");
        String words = "logged out: both tokens, confirmed after " + text(millis);
        all.forEach(card -> card.revoked(true, true, words));
        return Outcome.done("Logged out " + who + ": " + tokens.size() + " tokens in one call, confirmed after "
                + text(millis) + ".");
    }

    Outcome refresh(int id) throws IOException {
        Card card = cards.get(id);
        if (card == null) {
            return gone();
        }
        Answer answer = own.refresh(card.grant().refresh());
        if (answer.status() == 503) {
            card.tell("503: refreshing was not possible. The refresh token may be spent.");
            return Outcome.failed("503: Redis does not answer, so nothing can be refreshed.");
        }
        if (answer.status() != 200) {
            String words = answer.status() + " invalid_grant: the refresh token is dead. Log in again.";
            card.revoked(false, true, words);
            return Outcome.failed(words);
        }
        card.renew(Grant.of(answer.body(), nodes.size()), "refreshed: a new pair, the old one is revoked");
        return Outcome.done("Refreshed " + card.user() + " on " + card.device() + ": the old pair is revoked.");
    }

    Outcome dismiss(int id) {
        Card card = cards.get(id);
        if (card == null) {
            return gone();
        }
        if (!card.isOver()) {
            return Outcome.failed("This session still lives. Log it out first.");
        }
        cards.remove(id);
        return Outcome.done("Card removed.");
    }

    private static Outcome gone() {
        return Outcome.failed("This card is gone.");
    }

    private static String text(double millis) {
        return String.format(Locale.ROOT, millis < 100 ? "%.1f ms" : "%.0f ms", millis);
    }

    private static String capital(String words) {
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
