package org.tokenrevocation.internal.simulation;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.tokenrevocation.Mode;
import org.tokenrevocation.RevocationUnavailableException;
import org.tokenrevocation.Verdict;
import org.tokenrevocation.internal.feed.Feed;
import org.tokenrevocation.internal.feed.FeedMemory;
import org.tokenrevocation.internal.feed.FeedState;
import org.tokenrevocation.internal.feed.FleetTerms;
import org.tokenrevocation.internal.feed.Round;
import org.tokenrevocation.internal.feed.SimulatedFeed;
import org.tokenrevocation.internal.lease.CommitWait;
import org.tokenrevocation.internal.lease.Fence;
import org.tokenrevocation.internal.lease.FleetIncarnation;
import org.tokenrevocation.internal.lease.FleetStamped;
import org.tokenrevocation.internal.lease.ServerId;
import org.tokenrevocation.internal.lease.Written;
import org.tokenrevocation.internal.memo.RecentTokens;

/**
 * One node: clocks of its own, a feed, and requests that can be stopped between any two steps. What decides is the
 * production code; what blocks there is cut into steps here, in the engine's order.
 */
public abstract class Node {
    static final Duration BOUND = Duration.ofMillis(100);
    static final Duration WINDOW = Duration.ofMillis(500);
    /** {@code redis-timeout}. */
    protected static final Duration TIMEOUT = Duration.ofMillis(300);
    /** How often an engine asks again. */
    private static final int ATTEMPTS = 3;

    /** The world it lives in. */
    protected final World world;
    /** What is simulated. */
    protected final Variant variant;
    /** What it asks Redis for. */
    protected final ModelCommands commands;
    private final Servers servers;
    private final NodePool pool;
    final Weather weather;
    private final String name;
    private final double rate;
    private final long originNanos;
    private final boolean isTracked;
    private final boolean hears;
    protected final Fence fence;
    private final ModelLink link;
    private final Deque<Runnable> background = new ArrayDeque<>();
    /** What was just seen: nobody forgets it here, so that findings are believed for longer than in production. */
    protected final RecentTokens recent = new RecentTokens();
    private boolean isWorking;
    private boolean isDead;
    private long clockOffMillis;
    private SimulatedFeed feed;

    /** What a schedule says of one node. */
    public record Site(
            World world, Servers servers, ModelCommands commands, Weather weather, Variant variant, String name,
            boolean isTracked, boolean hears, Strands strands, Fence fence) {}

    /** Makes one at rest. */
    protected Node(Site site) {
        world = site.world;
        servers = site.servers;
        fence = site.fence;
        commands = site.commands;
        weather = site.weather;
        variant = site.variant;
        name = site.name;
        isTracked = site.isTracked;
        hears = site.hears;
        rate = 0.917 + 0.166 * world.chance(1001) / 1000;
        originNanos = world.nextLong();
        link = new ModelLink(this, world, servers, weather, variant);
        pool = new NodePool(world, servers);
    }

    /** Gives it its feed; the caller tells memory to report to it, then starts it. */
    protected final Feed feed(Mode mode, FeedMemory memory) {
        Duration window = switch (variant) {
            case NO_FOUNDING_WINDOW -> Duration.ZERO;
            case SHORT_FOUNDING -> BOUND.dividedBy(10);
            default -> WINDOW;
        };
        FleetTerms terms = new FleetTerms(
                name, mode, BOUND, window, TIMEOUT, fence, () -> String.format("%016x", world.nextLong()));
        feed = new SimulatedFeed(terms, this::nanos, this::schedule, link,
                variant == Variant.ACKNOWLEDGED_BEFORE_APPLIED ? new Hasty(memory, this) : memory, new Notes(this),
                variant, link::lastSentNanos);
        link.reportTo(feed);
        return feed;
    }

    /** What its feed has proven. */
    protected final FeedState standing() {
        return feed.standing();
    }

    /** Its monotonic clock. */
    public final long nanos() {
        return originNanos + (long) (world.now() * rate);
    }

    public final long millis() {
        return ModelRedis.EPOCH_MILLIS + clockOffMillis + (long) (world.now() * rate / 1e6);
    }

    private void schedule(Runnable task, long delayNanos) {
        world.after((long) Math.ceil(delayNanos / rate) + weather.lateness(), () -> {
            if (!isDead) {
                task.run();
            }
        });
    }

    /** Its one background thread. */
    protected final void inBackground(Runnable task) {
        background.add(task);
        work();
    }

    private void work() {
        if (!isWorking && !background.isEmpty()) {
            isWorking = true;
            world.after(weather.lateness(), () -> {
                Runnable task = background.poll();
                perform(() -> {
                    if (!isDead) {
                        task.run();
                    }
                    isWorking = false;
                    work();
                });
            });
        }
    }

    /** Runs code that blocks. */
    protected void perform(Runnable code) {
        code.run();
    }

    /** Goes on with a request's next step, at once or after a pause. */
    protected final void then(Runnable step) {
        after(weather.preemption(), step);
    }

    /** The same for a step of a revocation. */
    protected final void thenOfRevoke(Runnable step) {
        after(weather.longPreemption(), step);
    }

    /** Goes on after a pause, unless the node dies in it. */
    protected final void after(long pause, Runnable step) {
        if (pause == 0) {
            step.run();
        } else {
            world.after(pause, () -> {
                if (!isDead) {
                    step.run();
                }
            });
        }
    }

    /** Runs one exchange with Redis: exactly one of both is called, once. */
    protected final <T> void call(Supplier<?> work, Consumer<T> onReply, Runnable onFailure) {
        boolean[] isOver = new boolean[1];
        Consumer<Object> end = answer -> {
            if (!isOver[0] && !isDead) {
                isOver[0] = true;
                if (answer == null || answer instanceof ModelRedis.ErrorReply) {
                    onFailure.run();
                } else {
                    @SuppressWarnings("unchecked")
                    T value = (T) answer;
                    onReply.accept(value);
                }
            }
        };
        world.after((long) (TIMEOUT.toNanos() / rate), () -> end.accept(null));
        ModelRedis server = pool.server();
        if (!server.isUp) {
            world.after(weather.net(), () -> end.accept(null));
            return;
        }
        boolean isReplyLost = weather.isReplyLost();
        server.send(weather.net(), new ModelRedis.Command(server.life, null, pool.known(), work::get,
                answer -> world.after(weather.net(), () -> end.accept(isReplyLost ? null : answer)),
                () -> world.after(weather.net(), () -> end.accept(null))));
    }

    /** All its connections are cut, and made again to where the endpoint leads. */
    final void repoint() {
        note("is cut off, and led to ", servers.endpoint().id());
        pool.repoint();
        onFeed(ModelLink.Session::cut);
    }

    final boolean isElsewhere(ModelRedis server) {
        return !pool.leadsTo(server) || link.session() == null || link.session().server() != server;
    }

    final boolean isUnsettled() {
        return standing().settled() == null;
    }

    /** The same for code that blocks. */
    protected <T> T callAndWait(Supplier<?> work) {
        Object[] result = new Object[1];
        boolean[] isOver = new boolean[1];
        long resumes = world.now() + weather.backgroundPause(fence);
        world.after(resumes - world.now(), () -> note("works on"));
        world.await(() -> world.now() >= resumes);
        this.<T>call(work, value -> {
            result[0] = value;
            isOver[0] = true;
        }, () -> isOver[0] = true);
        world.await(() -> isOver[0]);
        if (result[0] == null) {
            throw new RevocationUnavailableException("the model did not answer");
        }
        @SuppressWarnings("unchecked")
        T value = (T) result[0];
        return value;
    }

    /** Waits for a proof as {@code Pulse} does. */
    protected final void awaitProof(long beginNanos, long deadlineNanos, Consumer<Boolean> then) {
        CompletableFuture<Void> proof = feed.waiters().proof(beginNanos);
        await(proof.thenApply(nothing -> true), deadlineNanos, false, isProven -> {
            if (!isProven) {
                feed.waiters().giveUp(proof);
            }
            then(() -> then.accept(isProven));
        });
    }

    /** A way to send one exchange: what is to happen with its answer, and without one. */
    protected interface Exchange<A> {
        void send(Consumer<A> onAnswer, Runnable onFailure);
    }

    /**
     * Asks as {@code Pulse.vouched} does; null stands for no answer.
     *
     * @param isReady whether an answer of a settled incarnation would count
     * @param remember takes note of an answer, then goes on
     */
    protected final <A extends FleetStamped> void vouched(
            Predicate<FleetIncarnation> isReady, long deadlineNanos, Exchange<A> ask, BiConsumer<A, Runnable> remember,
            Consumer<A> end) {
        attempt(0, isReady, deadlineNanos, ask, remember, end);
    }

    private <A extends FleetStamped> void attempt(
            int number, Predicate<FleetIncarnation> isReady, long deadlineNanos, Exchange<A> ask,
            BiConsumer<A, Runnable> remember, Consumer<A> end) {
        Runnable again = () -> awaitProof(nanos(), deadlineNanos, isProven -> {
            if (isProven && number + 1 < ATTEMPTS) {
                attempt(number + 1, isReady, deadlineNanos, ask, remember, end);
            } else {
                end.accept(null);
            }
        });
        FleetIncarnation before = standing().settled();
        if (before == null || !isReady.test(before)) {
            again.run();
            return;
        }
        ask.send(answer -> remember.accept(answer, () -> {
            FleetIncarnation settled = standing().settled();
            if (settled != null && answer instanceof Written written && !settled.isConfirmed(written)) {
                end.accept(null);
            } else if (settled != null && settled.isSameAs(before) && (variant == Variant.OTHER_SERVER
                    ? settled.text().equals(answer.fleet()) : settled.vouchesFor(answer))) {
                end.accept(answer);
            } else {
                again.run();
            }
        }), () -> end.accept(null));
    }

    /** Waits for a value as {@code Pulse} does. */
    protected final <T> void await(CompletableFuture<T> future, long deadlineNanos, T otherwise, Consumer<T> then) {
        boolean[] isOver = new boolean[1];
        Consumer<T> end = value -> {
            if (!isOver[0] && !isDead) {
                isOver[0] = true;
                then.accept(value);
            }
        };
        future.thenAccept(value -> world.after(weather.lateness(), () -> end.accept(value)));
        world.after((long) ((deadlineNanos - nanos()) / rate), () -> end.accept(otherwise));
    }

    /** Waits as {@code CommitWait} does, from now. */
    protected final void commitWait(Runnable then) {
        commitWait(standing().boundNanos(), then);
    }

    /** The same for a bound. */
    protected final void commitWait(long boundNanos, Runnable then) {
        long nanos = variant == Variant.NO_COMMIT_WAIT ? 0 : CommitWait.nanos(boundNanos);
        world.after((long) Math.ceil(nanos / rate), then);
    }

    /** A new round, as {@code Pulse.confirmed} opens one; the fleet is settled. */
    protected final Round round() {
        FleetIncarnation settled = standing().settled();
        return feed.membership().acknowledgements().open(
                settled == null ? "" : settled.record().epoch(), settled == null ? Fence.NONE : settled.record().fence());
    }

    /** Waits for acknowledgements, and 1.2 L at the longest, as {@code Rounds} does. */
    protected final void awaitEffect(Round round, Written written, Runnable then) {
        FleetIncarnation by = standing().settled();
        if (by == null) {
            commitWait(then);
        } else {
            new Effect(this, feed, round, then).await(by, written);
        }
    }

    final void leave() {
        if (variant == Variant.LEAVES_TOO_EARLY) {
            feed.leaveTooEarly(() -> world.after(world.upTo(BOUND.toNanos()), this::crash));
        } else {
            feed.leave(this::crash);
            world.after(TIMEOUT.toNanos(), this::crash);
        }
    }

    final boolean hears() {
        return hears;
    }

    protected final boolean isFromFeedsServer(ServerId server) {
        return server.equals(feed.server());
    }

    protected final void wake() {
        feed.wake();
    }

    /** Judges a token. */
    public abstract void request(Token token, Consumer<Verdict> end);

    /** Revokes a token: true stands for 200. */
    public abstract void revoke(Token token, Consumer<Boolean> end);

    final void start() {
        feed.start();
    }

    final void crash() {
        isDead = true;
        feed.close();
    }

    final boolean isDead() {
        return isDead;
    }

    final boolean isTracked() {
        return isTracked;
    }

    final void jump(long millis) {
        clockOffMillis += millis;
    }

    final void onFeed(Consumer<ModelLink.Session> fault) {
        if (link.session() != null) {
            fault.accept(link.session());
        }
    }

    protected final void note(String what, Object... rest) {
        if (world.isTraced()) {
            world.note(name, " ", what, Arrays.stream(rest).map(String::valueOf).collect(Collectors.joining()));
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
