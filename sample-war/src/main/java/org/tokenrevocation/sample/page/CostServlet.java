package org.tokenrevocation.sample.page;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.Verdict;

/**
 * What a verdict on the caller's own live token costs on this node: the median of some batches, within 3 ms. The guard
 * has judged the token before.
 */
@WebServlet(urlPatterns = "/page/cost", asyncSupported = true)
public final class CostServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final int BATCHES = 9;
    private static final int BATCH = 16;
    private static final long BUDGET_NANOS = TimeUnit.MILLISECONDS.toNanos(3);
    private static final String SCHEME = "Bearer ";

    private final transient LongAdder verdicts = new LongAdder();

    /** Made by the container. */
    public CostServlet() {}

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String authorization = request.getHeader("Authorization");
        if (authorization == null || !authorization.startsWith(SCHEME)) {
            PageServlet.text(response, 400, "Send a live access token: Authorization: Bearer ...");
            return;
        }
        TokenRevocation revocation =
                (TokenRevocation) getServletContext().getAttribute(TokenRevocation.CONTEXT_ATTRIBUTE);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("nanos", median(revocation, authorization.substring(SCHEME.length())));
        body.put("verdicts", verdicts.sum());
        PageServlet.answer(response, 200, "application/json", Snapshot.json(body));
    }

    private Long median(TokenRevocation revocation, String token) {
        long[] nanos = new long[BATCHES];
        int batches = 0;
        long begin = System.nanoTime();
        while (batches < BATCHES && System.nanoTime() - begin < BUDGET_NANOS) {
            int size = 0;
            long start = System.nanoTime();
            long end = start;
            while (size < BATCH && end - begin < BUDGET_NANOS) {
                Verdict verdict = revocation.verdict(token);
                verdicts.increment();
                size++;
                if (verdict != Verdict.LIVE) {
                    return null;
                }
                // The clock is read once in four verdicts, so that it costs little beside them.
                end = size % 4 == 0 ? System.nanoTime() : end;
            }
            nanos[batches++] = (System.nanoTime() - start) / size;
        }
        Arrays.sort(nanos, 0, batches);
        return batches == 0 ? null : nanos[batches / 2];
    }
}
