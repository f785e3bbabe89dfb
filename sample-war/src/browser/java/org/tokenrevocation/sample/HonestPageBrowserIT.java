package org.tokenrevocation.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tokenrevocation.testing.Await;

/** The page shows what is, not what ought to be; and the browser tells us what goes wrong in it. */
class HonestPageBrowserIT {
    private static Browser browser;

    @BeforeAll
    static void open() {
        browser = new Browser();
    }

    @AfterAll
    static void close() {
        browser.close();
    }

    /** Denylist mode, because there the guard alone refuses a revoked token. */
    @Test
    void revoke_guardSwitchedOff_pageRaisesTheAlarm() {
        try (Sample sample = Sample.launchOn(0, List.of("-Drevocation.enforce=false"), "--mode", "denylist")) {
            browser.open(sample.nodes().get(0), 1280, "light");
            browser.awaitCount(PageContract.LAPTOP + PageContract.LIVE, 1);
            browser.press("Revoke access: alice on laptop");
            browser.awaitText(PageContract.LAPTOP + " .outcome", "access token revoked: 200");
            browser.awaitText(PageContract.LAPTOP + " .left", "access revoked");
            browser.awaitText(PageContract.LAPTOP + " [data-node][data-mood=alarm]", "accepts a revoked token");
            assertEquals(0, browser.count(PageContract.LAPTOP + PageContract.DEAD));
        }
    }

    @Test
    void node_ended_pageSaysThatItIsOldAndComesBackWithTheNextNode() {
        int port;
        try (Sample sample = Sample.launch(1)) {
            port = sample.nodes().get(0).getPort();
            browser.open(sample.nodes().get(0), 1280, "light");
            browser.awaitCount(".strip", 1);
            browser.awaitCount(PageContract.TABLET + PageContract.LIVE, 1);
            browser.click("[name=device]");
            browser.click("#login .primary");
            browser.awaitCount(".card[aria-label='alice on TV']", 1);
        }
        browser.awaitCount("#lost:not([hidden])", 1);
        browser.awaitText("#lost", "what you see is old");
        browser.click("#login .primary");
        browser.awaitText("#login-message[data-mood=bad]", "does not answer");
        try (Sample again = Sample.launchOn(port, List.of())) {
            assertEquals(port, again.nodes().get(0).getPort());
            // Another run has other cards: the three that it logs in by itself.
            browser.awaitCount(".card", 3);
            browser.awaitCount(".card[aria-label='alice on TV']", 0);
            browser.awaitCount("#lost[hidden]", 1);
        }
    }

    /** Or the other tests' empty console would prove nothing. */
    @Test
    void complaints_errorAndForeignScript_areSeen() {
        try (Sample sample = Sample.launch(1)) {
            browser.open(sample.nodes().get(0), 1280, "light");
            browser.complaints();
            browser.run("setTimeout(() => { throw new Error('on purpose'); })");
            browser.run("const s = document.createElement('img'); s.src = 'http://127.0.0.1:1/x.png'; document.body.append(s)");
            List<String> seen = new ArrayList<>();
            Await.until("the console shows both", () -> {
                seen.addAll(browser.complaints());
                return seen.size() >= 2;
            });
            assertTrue(seen.stream().anyMatch(line -> line.contains("on purpose")), seen::toString);
            assertTrue(seen.stream().anyMatch(line -> line.contains("Content Security Policy")), seen::toString);
        }
    }
}
