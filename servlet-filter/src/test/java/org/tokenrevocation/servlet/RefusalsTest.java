package org.tokenrevocation.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletResponse;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tokenrevocation.Settings;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.spi.request.Refusal;
import org.tokenrevocation.spi.request.RequestPolicy;

/** The answers themselves (conformance H1 to H5). */
class RefusalsTest {
    private final Map<String, Object> sent = new HashMap<>();
    private final List<String> calls = new ArrayList<>();
    private final StringWriter written = new StringWriter();

    private static Refusal missing(String realm) {
        Settings settings = Settings.builder().set("redis-url", "redis://127.0.0.1:1").set("realm", realm).build();
        try (TokenRevocation revocation = TokenRevocation.open("refusals", settings)) {
            return new RequestPolicy(revocation, settings).missing();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\"b", "a\\b", "a\r\nSet-Cookie: x=y", "a\u00e9", "", "a\u0000"})
    void realm_withQuoteOrControlCharacter_isRefusedAtTheStart(String realm) {
        assertThrows(IllegalArgumentException.class, () -> missing(realm));
    }

    @Test
    void answer_writerTakenByEarlierDispatch_goesThroughTheWriter() throws Exception {
        RefusalAnswer.write(missing("r"), new FakeRequest().dispatch(DispatcherType.ASYNC).build(), response(false));
        assertEquals(401, sent.get("status"));
        assertEquals("{\"error_description\":\"This resource needs an access token\"}", written.toString());
    }

    @Test
    void answer_committedOrIncluded_writesNothing() throws Exception {
        RefusalAnswer.write(missing("r"), new FakeRequest().build(), response(true));
        RefusalAnswer.write(missing("r"), new FakeRequest().dispatch(DispatcherType.INCLUDE).build(), response(false));
        calls.removeIf("isCommitted"::equals);
        assertEquals(List.of(), calls);
    }

    private HttpServletResponse response(boolean isCommitted) {
        return (HttpServletResponse) Proxy.newProxyInstance(RefusalsTest.class.getClassLoader(),
                new Class<?>[] {HttpServletResponse.class}, (proxy, called, arguments) -> {
                    calls.add(called.getName());
                    switch (called.getName()) {
                        case "isCommitted":
                            return isCommitted;
                        case "getOutputStream":
                            throw new IllegalStateException("the writer is taken");
                        case "getWriter":
                            return new PrintWriter(written, true) {
                                @Override
                                public void write(String text) {
                                    written.append(text);
                                }
                            };
                        case "setStatus":
                            sent.put("status", arguments[0]);
                            return null;
                        default:
                            return null;
                    }
                });
    }
}
