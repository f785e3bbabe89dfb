package org.tokenrevocation.internal.simulation;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.tokenrevocation.RevocationUnavailableException;
import org.tokenrevocation.Verdict;
import org.tokenrevocation.internal.engine.Engine;
import org.tokenrevocation.internal.engine.VerdictMemo;
import org.tokenrevocation.internal.feed.Feed;
import org.tokenrevocation.internal.feed.FeedClient;
import org.tokenrevocation.internal.identity.TokenDigest;
import org.tokenrevocation.internal.lease.CommitWait;

/**
 * A node around a whole engine, as it is in production: each request runs on a strand. Slower than the nodes that repeat
 * an engine's steps, and proof that those have not drifted from it.
 */
public abstract class WholeNode extends Node {
    private final Strands strands;

    /** Makes one at rest. */
    protected WholeNode(Site site) {
        super(site);
        strands = site.strands();
    }

    /** The engine. */
    protected abstract Engine engine();

    /** Takes note of what is going to be revoked. */
    protected abstract void issued(Token token);

    /** A pulse for the engine; starts the feed. */
    protected final FeedClient pulse(Feed feed) {
        return new SimulatedPulse(this, feed);
    }

    /** A commit wait in the world's time. */
    protected final CommitWait commitWait() {
        return new CommitWait(toString()) {
            @Override
            public CompletionStage<Void> start(long boundNanos, CompletionStage<Void> sooner) {
                CompletableFuture<Void> over = new CompletableFuture<>();
                WholeNode.this.commitWait(boundNanos, () -> over.complete(null));
                sooner.thenRun(() -> world.after(weather.lateness(), () -> over.complete(null)));
                return over;
            }

            @Override
            public void after(long nanos, Runnable task) {
                world.after(nanos, task);
            }
        };
    }

    /** The engine's clock: whoever reads it may be stopped right before. */
    protected final long ticks() {
        pause();
        return nanos();
    }

    /** A thread may stand still here. */
    final void pause() {
        pause(weather.preemption());
    }

    private void pause(long nanos) {
        if (nanos > 0 && strands.isRunning()) {
            strands.await(goOn -> after(nanos, goOn));
        }
    }

    final <T> T awaitWhole(CompletableFuture<T> future, long deadlineNanos, T otherwise) {
        Object[] result = new Object[1];
        strands.await(goOn -> await(future, deadlineNanos, otherwise, value -> {
            result[0] = value;
            goOn.run();
        }));
        pause();
        @SuppressWarnings("unchecked")
        T value = (T) result[0];
        return value;
    }

    /** An exchange of a request. */
    protected final <T> T ask(Supplier<?> work) {
        pause();
        T answer = exchange(work);
        pause();
        return answer;
    }

    /** An exchange of a revocation. */
    protected final <T> T write(Supplier<?> work) {
        pause(weather.longPreemption());
        T answer = exchange(work);
        pause(weather.longPreemption());
        return answer;
    }

    @Override
    protected final <T> T callAndWait(Supplier<?> work) {
        pause(weather.backgroundPause(fence));
        return exchange(work);
    }

    private <T> T exchange(Supplier<?> work) {
        Object[] result = new Object[1];
        strands.await(goOn -> this.<T>call(work, value -> {
            result[0] = value;
            goOn.run();
        }, goOn));
        if (result[0] == null) {
            throw new RevocationUnavailableException("the model did not answer");
        }
        @SuppressWarnings("unchecked")
        T value = (T) result[0];
        return value;
    }

    @Override
    protected final void perform(Runnable code) {
        strands.run(code);
    }

    @Override
    public final void request(Token token, Consumer<Verdict> end) {
        TokenDigest digest = engine().identify(token.text, token.text.getBytes(StandardCharsets.US_ASCII));
        VerdictMemo judge = new VerdictMemo(engine(), recent);
        strands.run(() -> {
            Verdict again = judge.verdictAgain(token.text);
            end.accept(again != null ? again : judge.verdict(token.text, digest));
        });
    }

    @Override
    public final void revoke(Token token, Consumer<Boolean> end) {
        issued(token);
        // Whoever hears of it may call again, which is not a strand's to do.
        Consumer<Boolean> told = isDone -> world.after(0, () -> end.accept(isDone));
        strands.run(() -> {
            try {
                engine().revoke(List.of(token.text), ended -> { }).whenComplete((nothing, failure) -> told.accept(failure == null));
            } catch (RevocationUnavailableException e) {
                told.accept(false);
            }
        });
    }
}
