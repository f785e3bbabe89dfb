package org.tokenrevocation.internal.endpoint;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.tokenrevocation.ClientAuthenticator;
import org.tokenrevocation.Cutoff;
import org.tokenrevocation.RevocationUnavailableException;
import org.tokenrevocation.internal.Threads;
import org.tokenrevocation.internal.Ticker;
import org.tokenrevocation.internal.cutoff.LogoutReading;
import org.tokenrevocation.spi.EndpointRequest;
import org.tokenrevocation.spi.EndpointResponse;
import org.tokenrevocation.spi.RevocationEndpoint;

/**
 * The course of a call of an endpoint, written once for every door; what it takes and means its {@link CallRules} say.
 * Thread-safe.
 *
 * <p>The steps of a call are: method, client, media type, size, body, meaning, revocation, wait. The first step that
 * fails answers, and only a valid call reaches the store. An {@link Exchange} ensures that each call is answered once:
 * by the reading thread, the deadline of the body, the end of the commit wait, or {@link #close()}.
 */
public final class EndpointContract implements RevocationEndpoint, AutoCloseable {
    private static final System.Logger LOG = System.getLogger("org.tokenrevocation");
    private static final long IDLE_SECONDS = 5;
    private static final long DELIVERY_SECONDS = 1;
    private static final long GIVEN_UP_SECONDS = 120;
    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final String name;
    private final ClientAuthenticator authenticator;
    private final CallRules rules;
    private final Consumer<String> counter;
    private final BodyReader bodyReader;
    private final long bodyTimeoutNanos;
    private final ScheduledThreadPoolExecutor timer;
    private final ThreadPoolExecutor workers;
    private final InFlight inFlight;
    private volatile boolean isClosed;
    private volatile long lastReportNanos = Ticker.SYSTEM.nanos() - QUIET_NANOS;

    /**
     * Starts no thread before the first call.
     *
     * @param name the instance's name, for log lines and threads
     * @param limits what the calls may take
     * @param authenticator null for none
     * @param isToken whether a text can be a token
     * @param revoke stores a revocation, of a token by a client or null, in the calling thread; completes when it is
     *     effective
     * @param counter counts refusals by their fixed names
     */
    public EndpointContract(String name, EndpointLimits limits, ClientAuthenticator authenticator,
            Predicate<String> isToken, BiFunction<String, String, CompletionStage<Void>> revoke,
            Consumer<String> counter) {
        this(name, limits, authenticator, new TokenRules(isToken, revoke), counter);
    }

    private EndpointContract(String name, EndpointLimits limits, ClientAuthenticator authenticator, CallRules rules,
            Consumer<String> counter) {
        this.name = name;
        this.authenticator = authenticator;
        this.rules = rules;
        this.counter = counter;
        this.bodyReader = new BodyReader(Ticker.SYSTEM, limits);
        this.bodyTimeoutNanos = limits.bodyTimeout().toNanos();
        this.inFlight = new InFlight(limits.maxInFlight());
        this.timer = new ScheduledThreadPoolExecutor(1, Threads.named(name, "endpoint-timer"));
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        this.workers = Threads.growing(name, "endpoint", IDLE_SECONDS);
    }

    /** The contract of cut-offs, which only authenticated clients may ask for; see {@link CutoffRules}. */
    public static EndpointContract ofCutoffs(String name, EndpointLimits limits, ClientAuthenticator authenticator,
            BiFunction<Cutoff, String, CompletionStage<Void>> cutOff, Consumer<String> counter) {
        return new EndpointContract(
                name, limits, Objects.requireNonNull(authenticator), new CutoffRules(cutOff), counter);
    }

    /** The contract of logout tokens, which prove by their signature who asks; see {@link LogoutRules}. */
    public static EndpointContract ofLogouts(String name, EndpointLimits limits, Function<String, LogoutReading> reader,
            Function<LogoutReading.Valid, CompletionStage<Void>> logOut, Consumer<String> counter) {
        return new EndpointContract(name, limits, null, new LogoutRules(reader, logOut), counter);
    }

    @Override
    public EndpointResponse answer(EndpointRequest request) {
        CompletableFuture<EndpointResponse> answer = new CompletableFuture<>();
        Exchange exchange = enter(request, taking(answer::complete));
        if (exchange == null) {
            return Answers.OVERLOADED;
        }
        run(request, exchange);
        return answer.join();
    }

    @Override
    public void answer(EndpointRequest request, Consumer<EndpointResponse> door) {
        deliver(request, taking(door));
    }

    private static Function<EndpointResponse, CompletionStage<?>> taking(Consumer<EndpointResponse> door) {
        return answer -> {
            door.accept(answer);
            return CompletableFuture.completedStage(null);
        };
    }

    @Override
    public void deliver(EndpointRequest request, Function<EndpointResponse, CompletionStage<?>> door) {
        Exchange exchange = enter(request, door);
        if (exchange == null) {
            door.apply(Answers.OVERLOADED);
            return;
        }
        try {
            exchange.expire(timer.schedule(
                    () -> workers.execute(exchange::answerOverdue), bodyTimeoutNanos, TimeUnit.NANOSECONDS));
        } catch (RejectedExecutionException e) {
            exchange.answerClosed();
            return;
        }
        run(request, exchange);
    }

    /** Admits a call. Returns null, and counts the refusal, if max-in-flight calls are in flight. */
    private Exchange enter(EndpointRequest request, Function<EndpointResponse, CompletionStage<?>> door) {
        boolean isForm = MediaType.isForm(request.headers("Content-Type"));
        Exchange exchange = inFlight.enter(counted(door), rules.unconfirmed(isForm));
        if (exchange == null) {
            counter.accept("endpoint.overloaded");
        }
        return exchange;
    }

    private Function<EndpointResponse, CompletionStage<?>> counted(Function<EndpointResponse, CompletionStage<?>> door) {
        return answer -> {
            if (answer.status() >= 400) {
                counter.accept(answer.status() >= 500 ? "endpoint.unconfirmed" : "endpoint.refused." + answer.status());
            }
            return endingAtLast(door.apply(answer));
        };
    }

    /** The same completion with a limit beyond all write time-outs, so that calls whose end no door reports do not add up. */
    private CompletionStage<?> endingAtLast(CompletionStage<?> delivered) {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        delivered.whenComplete((nothing, failure) -> ended.complete(null));
        if (!ended.isDone()) {
            try {
                Future<?> end = timer.schedule(() -> ended.complete(null), GIVEN_UP_SECONDS, TimeUnit.SECONDS);
                ended.whenComplete((nothing, failure) -> end.cancel(false));
            } catch (RejectedExecutionException e) {
                LOG.log(System.Logger.Level.DEBUG, "{0}: closed while an answer was being delivered", name);
            }
        }
        return ended;
    }

    /** The gauges of calls in flight, by their fixed names. */
    public Map<String, Long> gauges() {
        return Map.of("endpoint.in-flight", (long) inFlight.size(),
                "endpoint.undelivered", (long) inFlight.undelivered());
    }

    private void run(EndpointRequest request, Exchange exchange) {
        boolean isForm = MediaType.isForm(request.headers("Content-Type"));
        try {
            if (isClosed) {
                exchange.answerClosed();
                return;
            }
            read(request, isForm, exchange);
        } catch (RevocationUnavailableException e) {
            LOG.log(System.Logger.Level.DEBUG, "{0}: client neither known nor refused: {1}", name, e.getMessage());
            counter.accept("endpoint.client-undecided");
            exchange.answer(rules.unconfirmed(isForm));
        } catch (RuntimeException e) {
            report(e);
            exchange.answer(rules.unconfirmed(isForm));
        } catch (Error e) {
            // The caller handles it. The call must end all the same, or it would count as in flight for ever.
            exchange.answer(rules.unconfirmed(isForm));
            throw e;
        }
    }

    private void revoke(Outcome.Accepted accepted, String client, boolean isForm, Exchange exchange) {
        CompletionStage<Void> effective;
        try {
            effective = accepted.revocation().apply(client);
        } catch (IllegalArgumentException e) {
            exchange.answer(rules.impossible());
            return;
        } catch (UnsupportedOperationException e) {
            exchange.answer(Answers.FORBIDDEN);
            return;
        } catch (RevocationUnavailableException e) {
            LOG.log(System.Logger.Level.DEBUG, "{0}: revocation not confirmed: {1}", name, e.getMessage());
            exchange.answer(rules.unconfirmed(isForm));
            return;
        }
        effective.whenComplete((nothing, failure) ->
                exchange.answer(failure == null ? rules.done() : rules.unconfirmed(isForm)));
    }

    private void read(EndpointRequest request, boolean isForm, Exchange exchange) {
        if (!request.method().equals("POST")) {
            exchange.answer(Answers.forMethod(request.method()));
            return;
        }
        String client = null;
        if (authenticator != null) {
            Optional<String> known = authenticator.authenticate(request::headers);
            if (known.isEmpty()) {
                exchange.answer(Answers.unauthenticated(authenticator.challenge()));
                return;
            }
            client = known.get();
        }
        Outcome outcome = readCall(request);
        if (outcome instanceof Outcome.Refused refused) {
            exchange.answer(refused.answer());
        } else if (exchange.beginRevocation()) {
            revoke((Outcome.Accepted) outcome, client, isForm, exchange);
        }
    }

    private Outcome readCall(EndpointRequest request) {
        Outcome.Refused early = refusedByHead(request);
        if (early != null) {
            return early;
        }
        BodyReader.Body body = bodyReader.read(request);
        if (body.refusal() != null) {
            return new Outcome.Refused(body.refusal());
        }
        if (!CharsetParameter.isHarmless(request.headers("Content-Type").get(0), body.text())) {
            return Outcome.refused("charset names another reading of the body than UTF-8; leave it out");
        }
        return rules.read(body.text(), request);
    }

    /** The refusal that Content-Type, Content-Encoding and Content-Length demand. Null if there is none. */
    private Outcome.Refused refusedByHead(EndpointRequest request) {
        if (!rules.takes(request.headers("Content-Type"))) {
            return new Outcome.Refused(rules.unsupportedType());
        }
        if (MediaType.isEncoded(request.headers("Content-Encoding"))) {
            return new Outcome.Refused(Answers.UNSUPPORTED_CODING);
        }
        EndpointResponse tooLarge = bodyReader.refusedByLength(request.headers("Content-Length"));
        return tooLarge == null ? null : new Outcome.Refused(tooLarge);
    }

    /** Logs a fault of ours or of a given authenticator: type and place alone, since the message may quote the call. */
    private void report(RuntimeException fault) {
        long now = Ticker.SYSTEM.nanos();
        if (now - lastReportNanos >= QUIET_NANOS) {
            lastReportNanos = now;
            StackTraceElement[] places = fault.getStackTrace();
            LOG.log(System.Logger.Level.ERROR, "{0}: the revocation endpoint failed with {1} at {2}; further ones"
                    + " within a minute are not logged", name, fault.getClass().getName(),
                    places.length == 0 ? "an unknown place" : places[0]);
        }
    }

    /**
     * Answers every call in flight as not confirmed, each on a thread of its own, because a caller may not read. Waits at
     * most a second until the answers are delivered, then ends all threads. Idempotent.
     */
    @Override
    public void close() {
        isClosed = true;
        timer.shutdownNow();
        try {
            inFlight.exchanges().forEach(exchange -> workers.execute(exchange::answerClosed));
            inFlight.awaitNone(TimeUnit.SECONDS.toNanos(DELIVERY_SECONDS));
        } catch (RejectedExecutionException e) {
            // An earlier close() has answered all calls in flight.
            LOG.log(System.Logger.Level.DEBUG, "{0}: the endpoint was closed already", name);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        workers.shutdownNow();
        Threads.awaitEnd(timer, workers);
    }
}
