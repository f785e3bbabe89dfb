package org.tokenrevocation.micrometer;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.tokenrevocation.Health;
import org.tokenrevocation.TokenRevocation;

/**
 * Registers an instance's meters, all named {@code token.revocation.…} and tagged {@code name} with the instance's name;
 * {@code operate.md} of the documentation lists them. Each reads {@link TokenRevocation#health()}, so nothing is counted
 * twice and a request costs nothing more. Removes them when the instance closes, or before by {@link #close()}.
 *
 * <p>Spring Boot does this by itself where a {@link MeterRegistry} is. Elsewhere:
 * {@code new TokenRevocationMetrics(revocation).bindTo(registry)}. Thread-safe.
 */
public final class TokenRevocationMetrics implements MeterBinder, AutoCloseable {
    private static final String PREFIX = "token.revocation.";
    private static final String OUTCOME = "outcome";
    private static final String STATE = "state";

    private final TokenRevocation revocation;
    private final Tags tags;
    private final List<Registered> registered = new ArrayList<>();
    private boolean isClosed;

    private record Registered(MeterRegistry registry, Meter meter) {}

    /**
     * Registers nothing yet.
     *
     * @param revocation whose meters they are
     */
    public TokenRevocationMetrics(TokenRevocation revocation) {
        this.revocation = revocation;
        this.tags = Tags.of("name", revocation.name());
        revocation.onClose(this::close);
    }

    /** Registers all meters; several registries may be bound. After {@link #close()} nothing happens. */
    @Override
    public synchronized void bindTo(MeterRegistry registry) {
        if (isClosed) {
            return;
        }
        bindRequests(registry);
        bindRevocations(registry);
        bindState(registry);
    }

    private void bindRequests(MeterRegistry registry) {
        for (String verdict : List.of("live", "revoked", "malformed", "foreign", "undecided")) {
            counter(registry, "verdicts", "verdicts." + verdict, Tags.of("verdict", verdict), "tokens judged");
        }
        for (String reason : List.of("revoked", "malformed", "ambiguous", "missing", "undecided")) {
            requests(registry, "refused", reason);
            requests(registry, "shadow", reason);
        }
        requests(registry, "passed", "foreign");
        requests(registry, "passed", "undecided");
    }

    private void requests(MeterRegistry registry, String outcome, String reason) {
        counter(registry, "requests", "filter." + outcome + "." + reason, Tags.of(OUTCOME, outcome, "reason", reason),
                "requests that were refused, would have been (shadow mode), or passed without a verdict");
    }

    private void bindRevocations(MeterRegistry registry) {
        for (String outcome : List.of("acknowledged", "waited", "unconfirmed")) {
            counter(registry, "revocations", "revocations." + outcome, Tags.of(OUTCOME, outcome),
                    "revocations that all nodes acknowledged, that waited for the bound, or that are not confirmed");
        }
        timer(registry, "revoke", "revocations.calls", "from the call until no node accepts the token any more");
        timer(registry, "lookup", "lookups", "verdicts that memory could not give by itself");
    }

    private void bindState(MeterRegistry registry) {
        gauge(registry, "entries", Tags.empty(), "size of the memory", health -> health.entries());
        gauge(registry, "entries.max", Tags.empty(), "its ceiling", health -> health.entriesMax());
        add(registry, Gauge.builder(PREFIX + "lease.age", revocation, node -> leaseAgeSeconds(node.health()))
                .tags(tags).description("how long ago the lease was asked for; none without one").baseUnit("seconds")
                .register(registry));
        for (String state : List.of("idle", "active")) {
            gauge(registry, "redis.connections", Tags.of(STATE, state), "connections to Redis",
                    health -> count(health, "redis.connections." + state));
        }
        for (Health.Memory state : Health.Memory.values()) {
            gauge(registry, "memory", Tags.of(STATE, state.name().toLowerCase(Locale.ROOT)),
                    "how answers come about: 1 for the present way, 0 for the others",
                    health -> health.memory() == state ? 1 : 0);
        }
    }

    private static double leaseAgeSeconds(Health health) {
        return health.leaseAge().map(age -> age.toNanos() / 1e9).orElse(Double.NaN);
    }

    private static double count(Health health, String counter) {
        return health.counters().getOrDefault(counter, 0L);
    }

    private void counter(MeterRegistry registry, String meter, String counter, Tags more, String description) {
        add(registry, FunctionCounter.builder(PREFIX + meter, revocation, node -> count(node.health(), counter))
                .tags(tags.and(more)).description(description).register(registry));
    }

    private void timer(MeterRegistry registry, String meter, String counter, String description) {
        add(registry, FunctionTimer.builder(PREFIX + meter, revocation, node -> (long) count(node.health(), counter),
                node -> count(node.health(), counter + "-micros"), TimeUnit.MICROSECONDS)
                .tags(tags).description(description).register(registry));
    }

    private void gauge(MeterRegistry registry, String meter, Tags more, String description,
            ToDoubleFunction<Health> value) {
        add(registry, Gauge.builder(PREFIX + meter, revocation, node -> value.applyAsDouble(node.health()))
                .tags(tags.and(more)).description(description).register(registry));
    }

    private void add(MeterRegistry registry, Meter meter) {
        registered.add(new Registered(registry, meter));
    }

    /** Removes them from every registry; idempotent. */
    @Override
    public synchronized void close() {
        isClosed = true;
        registered.forEach(each -> each.registry().remove(each.meter()));
        registered.clear();
    }
}
