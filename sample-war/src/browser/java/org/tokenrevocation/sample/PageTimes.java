package org.tokenrevocation.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.tokenrevocation.testing.Await;

/** How fast the page is there, and whether it stays smooth under load: printed, not judged. {@code .ci/page times}. */
class PageTimes {
    private static final int NODES = 3;
    private static final Duration WATCHED = Duration.ofSeconds(20);
    private static final String LONG_TASKS = """
            window.longTasks = [];
            new PerformanceObserver(list => longTasks.push(...list.getEntries().map(task => Math.round(task.duration))))
                .observe({type: 'longtask', buffered: true});
            """;
    private static final String TAKE = "return longTasks.splice(0)";
    /** Notes when the page shows every node. Whether they can judge comes later: a fresh Redis is founded for a second. */
    private static final String NOTE = """
            new MutationObserver(() => {
              const now = performance.timeOrigin + performance.now();
              window.shownAt ??= document.querySelectorAll('.strip').length === NODES ? now : undefined;
            }).observe(document, {subtree: true, childList: true, attributes: true});
            """.replace("NODES", String.valueOf(NODES));

    @Test
    void page_openedAtReady_timesUntilItIsThere() {
        try (Browser browser = new Browser()) {
            browser.atEveryStart(NOTE);
            for (int run = 1; run <= 3; run++) {
                try (Sample sample = Sample.launch(NODES)) {
                    double ready = System.currentTimeMillis();
                    browser.open(sample.nodes().get(0), 1280, "light");
                    browser.awaitCount(".strip[data-mood=good], .strip[data-mood=idle]", NODES);
                    long founded = System.currentTimeMillis() - (long) ready;
                    double interactive = number(browser.run("return performance.timeOrigin"
                            + " + performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")) - ready;
                    double shown = number(browser.run("return window.shownAt")) - ready;
                    browser.awaitCount(PageContract.TABLET + PageContract.LIVE, NODES);
                    print("after Ready: takes clicks %.0f ms, shows all nodes %.0f ms, fleet founded %d ms; logged in"
                            + " with all lights green %d ms", interactive, shown, founded,
                            System.currentTimeMillis() - (long) ready);
                }
            }
        }
    }

    @Test
    void page_threeNodesUnderLoad_longestTask() {
        try (Sample sample = Sample.launch(NODES); Browser browser = new Browser()) {
            browser.atEveryStart(LONG_TASKS);
            browser.open(sample.nodes().get(0), 1280, "light");
            browser.awaitCount(".strip[data-mood=good], .strip[data-mood=idle]", NODES);
            browser.awaitCount(PageContract.TABLET + PageContract.LIVE, NODES);
            browser.click("#details summary");
            browser.click("#load");
            browser.awaitText("#load", "Remove load");
            print("tasks over 50 ms while opening and logging in: %s", browser.run(TAKE));
            double busy = number(browser.run("return performance.now()"));
            long end = System.nanoTime() + WATCHED.toNanos();
            Await.until("the time is over", WATCHED.plusSeconds(5), () -> System.nanoTime() - end > 0);
            List<String> rates = new ArrayList<>();
            for (int node = 1; node <= NODES; node++) {
                rates.add(browser.text("[aria-label=node-" + node + "] dd") + "/s");
            }
            print("three nodes, four cards, load, %.0f s: tasks over 50 ms on the page's thread: %s; requests %s, at node-1"
                    + " [%s]; effect: %s", (number(browser.run("return performance.now()")) - busy) / 1_000, browser.run(TAKE),
                    rates, browser.text("[aria-label=node-1] .note"), browser.text(".figures").replace("\n", " "));
            // The observer sees what there is to see.
            browser.run("setTimeout(() => { const end = performance.now() + 120; while (performance.now() < end); })");
            Await.until("a long task made on purpose is seen", () -> !browser.run(TAKE).toString().equals("[]"));
            assertEquals(List.of(), browser.complaints());
        }
    }

    private static double number(Object value) {
        return ((Number) value).doubleValue();
    }

    private static void print(String format, Object... values) {
        System.out.println("page times: " + String.format(Locale.ROOT, format, values));
    }
}
