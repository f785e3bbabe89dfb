package org.tokenrevocation.internal.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tokenrevocation.ClientAuthenticator;
import org.tokenrevocation.RevocationUnavailableException;
import org.tokenrevocation.spi.EndpointRequest;
import org.tokenrevocation.spi.EndpointResponse;

/** What a real server cannot be made to do at will; the rest of the contract is tested over HTTP by every door. */
class EndpointContractTest {
    private static final int MAX_BODY_BYTES = 1000;
    private static final String BODY = "{\"token\":\"t1\",\"token_type\":\"access\"}";

    private final AtomicInteger revocations = new AtomicInteger();
    private final BlockingQueue<EndpointResponse> answers = new LinkedBlockingQueue<>();
    private EndpointContract contract;

    private EndpointContract contract(ClientAuthenticator authenticator, Duration timeout,
            Function<String, CompletionStage<Void>> revoke) {
        contract = new EndpointContract("test", new EndpointLimits(timeout, MAX_BODY_BYTES, 100), authenticator,
                token -> true, (token, client) -> {
            revocations.incrementAndGet();
            return revoke.apply(token);
        }, counter -> { });
        return contract;
    }

    @AfterEach
    void close() {
        contract.close();
    }

    private static CompletionStage<Void> done() {
        return CompletableFuture.completedFuture(null);
    }

    private static EndpointRequest call(String type, InputStream body) {
        return new EndpointRequest() {
            @Override
            public String method() {
                return "POST";
            }

            @Override
            public List<String> headers(String name) {
                return name.equals("Content-Type") ? List.of(type) : List.of();
            }

            @Override
            public InputStream body() {
                return body;
            }
        };
    }

    private static EndpointRequest json() {
        return call("application/json", new ByteArrayInputStream(BODY.getBytes(StandardCharsets.UTF_8)));
    }

    private static EndpointRequest form() {
        return call("application/x-www-form-urlencoded", new ByteArrayInputStream("token=t1".getBytes()));
    }

    private EndpointResponse next() throws InterruptedException {
        EndpointResponse answer = answers.poll(20, TimeUnit.SECONDS);
        assertTrue(answer != null, "an answer within 20 s");
        return answer;
    }

    @Test
    void answer_bodyEndsAfterItsDeadline_408OnceAndNothingRevoked() throws Exception {
        contract(null, Duration.ofMillis(100), token -> done());
        PipedInputStream body = new PipedInputStream();
        Thread reader = new Thread(() -> contract.answer(call("application/json", body), answers::add));
        try (PipedOutputStream client = new PipedOutputStream(body)) {
            // All but the end of the body in time: no look at the clock between reads can help here.
            client.write(BODY.getBytes());
            reader.start();
            assertEquals(408, next().status());
        }
        reader.join(TimeUnit.SECONDS.toMillis(20));
        assertFalse(reader.isAlive());
        assertEquals(0, revocations.get());
        assertTrue(answers.isEmpty());
    }

    @Test
    void answer_waitNeverEndsAndInstanceCloses_notConfirmedInBothForms() throws Exception {
        CompletableFuture<Void> never = new CompletableFuture<>();
        contract(null, Duration.ofSeconds(5), token -> never);
        contract.answer(json(), answers::add);
        Thread waiting = new Thread(() -> answers.add(contract.answer(form())));
        waiting.start();
        while (revocations.get() < 2) {
            Thread.onSpinWait();
        }
        assertTrue(answers.isEmpty());
        contract.close();
        assertEquals(Set.of(500, 503), Set.of(next().status(), next().status()));
        never.complete(null);
        assertTrue(answers.isEmpty());
    }

    @Test
    void answer_waitOver_200NotBefore() throws Exception {
        CompletableFuture<Void> wait = new CompletableFuture<>();
        contract(null, Duration.ofSeconds(5), token -> wait);
        contract.answer(json(), answers::add);
        assertTrue(answers.isEmpty());
        wait.complete(null);
        assertEquals(200, next().status());
    }

    @Test
    void answer_storeFailsInAnyWay_never200() {
        List<Function<String, CompletionStage<Void>>> failures = List.of(
                token -> {
                    throw new RevocationUnavailableException("Redis is away");
                },
                token -> {
                    throw new IllegalStateException("a fault of ours that quotes " + token);
                },
                token -> CompletableFuture.failedFuture(new RevocationUnavailableException("keys cannot be had")),
                token -> CompletableFuture.failedFuture(new IllegalArgumentException("a late fault")));
        for (Function<String, CompletionStage<Void>> failure : failures) {
            contract(null, Duration.ofSeconds(5), failure);
            assertEquals(500, contract.answer(json()).status());
            EndpointResponse form = contract.answer(form());
            assertEquals(503, form.status());
            assertEquals("1", form.headers().get("Retry-After"));
            contract.close();
        }
    }

    @Test
    void answer_engineCallsTokenMalformed_400() {
        contract(null, Duration.ofSeconds(5), token -> {
            throw new IllegalArgumentException("a JOSE token with a foreign character");
        });
        assertEquals(400, contract.answer(json()).status());
    }

    @Test
    void answer_authenticatorFails_notConfirmedAndNothingRevoked() {
        contract(new ClientAuthenticator() {
            @Override
            public Optional<String> authenticate(Function<String, List<String>> headers) {
                throw new IllegalStateException("the directory is away");
            }

            @Override
            public String challenge() {
                return "Basic";
            }
        }, Duration.ofSeconds(5), token -> done());
        assertEquals(500, contract.answer(json()).status());
        assertEquals(503, contract.answer(form()).status());
        assertEquals(0, revocations.get());
    }

    @Test
    void answer_afterClose_notConfirmedAndNothingRevoked() throws Exception {
        contract(null, Duration.ofSeconds(5), token -> done()).close();
        assertEquals(500, contract.answer(json()).status());
        contract.answer(form(), answers::add);
        assertEquals(503, next().status());
        assertEquals(0, revocations.get());
    }

    @Test
    void answer_bodyWithoutEnd_readNoFurtherThanOneByteBeyondTheCap() {
        contract(null, Duration.ofSeconds(5), token -> done());
        AtomicInteger read = new AtomicInteger();
        InputStream endless = new InputStream() {
            @Override
            public int read() throws IOException {
                read.incrementAndGet();
                return ' ';
            }
        };
        assertEquals(413, contract.answer(call("application/json", endless)).status());
        assertEquals(MAX_BODY_BYTES + 1, read.get());
    }

    @Test
    void answer_everyStatus_forbidsStoring() {
        contract(null, Duration.ofSeconds(5), token -> done());
        for (EndpointResponse answer : List.of(contract.answer(json()), Answers.OVERDUE, Answers.tooLarge(1),
                Answers.UNSUPPORTED_TYPE, Answers.UNSUPPORTED_CODING, Answers.invalid("x"),
                Answers.unauthenticated("Basic"), Answers.unconfirmed(true), Answers.unconfirmed(false),
                Answers.forMethod("GET"), Answers.forMethod("OPTIONS"))) {
            assertEquals("no-store", answer.headers().get("Cache-Control"));
        }
    }
}
