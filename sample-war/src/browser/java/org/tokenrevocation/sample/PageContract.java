package org.tokenrevocation.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/**
 * The page as a person uses it, in a real browser, wherever it runs and in either mode. Each test begins and ends with
 * nobody logged in, and fails on any line on the browser's console.
 */
abstract class PageContract {
    static final String LAPTOP = ".card[aria-label='alice on laptop']";
    static final String PHONE = ".card[aria-label='alice on phone']";
    static final String TABLET = ".card[aria-label='alice on tablet']";
    static final String BOB = ".card[aria-label='bob on laptop']";
    static final String LIVE = " [data-node][data-mood=live]";
    static final String DEAD = " [data-node][data-mood=dead]";

    static final String RED = "#red";
    private static final List<String> DEVICES = List.of("laptop", "phone", "tablet");
    /** Notes what is copied, since a browser without a window has no clipboard to look into. */
    private static final String CLIPBOARD = """
            navigator.clipboard.writeText = async text => { window.copied = text; };
            """;
    private static final String BELOW_THE_FOLD = """
            return ['#red', '#message', '#watch', '#watch-note', '#cache', '#cache-note', '.card .lights']
                .flatMap(selector => [...document.querySelectorAll(selector)])
                .filter(found => found.getBoundingClientRect().bottom > innerHeight || found.getBoundingClientRect().top < 0)
                .map(found => found.outerHTML.slice(0, 120));
            """;
    private static final String COVERED = """
            return [...document.querySelectorAll('.card [data-node]')].filter(light => {
              const box = light.getBoundingClientRect();
              const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
              return !light.contains(top);
            }).map(light => light.outerHTML);
            """;

    static Browser browser;
    private static boolean isFirst;

    abstract URI address();

    abstract int nodes();

    /** What the pictures' names begin with. */
    abstract String name();

    @BeforeAll
    static void openBrowser() {
        browser = new Browser();
        browser.atEveryStart(CLIPBOARD);
        isFirst = true;
    }

    @AfterAll
    static void closeBrowser() {
        browser.close();
    }

    @BeforeEach
    void openPage() {
        browser.open(address(), 1280, "light");
        browser.awaitCount(".strip[data-mood=good], .strip[data-mood=idle]", nodes());
        if (isFirst) {
            // The page has logged one user in by itself; the tests begin with nobody.
            isFirst = false;
            for (String device : DEVICES) {
                browser.awaitCount(".card[aria-label='alice on " + device + "']" + LIVE, nodes());
            }
            pictures("first");
            leaveNobodyLoggedIn();
        }
        browser.awaitCount("#empty:not([hidden])", 1);
    }

    @AfterEach
    void leaveNobodyLoggedIn() {
        if (browser.count(".card[aria-label^='alice on'][data-over=false]") > 0) {
            browser.click(RED);
            browser.awaitCount(RED + "[data-kind=in]", 1);
        }
        for (String user : List.of("bob")) {
            String everywhere = Browser.button("Log out everywhere: " + user);
            if (browser.count(everywhere + "[aria-disabled=false]") > 0) {
                browser.click(everywhere);
                browser.awaitCount(everywhere + "[aria-disabled=true]", 1);
            }
        }
        for (int left = browser.count(".card"); left > 0; left--) {
            browser.click(".card [aria-label^='Remove card']");
            browser.awaitCount(".card", left - 1);
        }
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void revoke_oneOfFourDevices_onlyItTurnsRedOnEveryNode() {
        pictures("empty");
        logInFourDevices();
        browser.press("Revoke access: alice on phone");
        browser.awaitText(PHONE + " .outcome", "access token revoked: 200");
        browser.awaitCount(PHONE + DEAD, nodes());
        browser.awaitText(PHONE, "refuses after");
        browser.awaitText("#message", "Access token revoked: 200 after");
        for (String other : List.of(LAPTOP, TABLET, BOB)) {
            assertEquals(nodes(), browser.count(other + LIVE), other);
        }
        browser.awaitText("#histogram", "1");
        browser.awaitText("#watch", "200 after");
        browser.awaitText("#cache", "s to go");
        browser.awaitText(PHONE + " .cache", "up to");
        assertEquals(0, browser.count("#p99:not([hidden] *)"), "99 of 100 from one sample");
        pictures("revoked");
    }

    /** What the whole page is for must be seen without scrolling, before the click and after it. */
    @Test
    void fold_atBothWidths_showsButtonStopwatchCacheAndAllLights() {
        browser.click(RED);
        browser.awaitCount(RED + "[data-kind=out]", 1);
        for (String card : List.of(LAPTOP, PHONE, TABLET)) {
            browser.awaitCount(card + LIVE, nodes());
        }
        assertAllAboveTheFold("before");
        browser.click(RED);
        for (String card : List.of(LAPTOP, PHONE, TABLET)) {
            browser.awaitCount(card + DEAD, nodes());
        }
        browser.awaitCount("#message:not(:empty)", 1);
        assertAllAboveTheFold("after");
        // The message covers none of the lights that have just turned red.
        assertEquals(List.of(), browser.run(COVERED));
    }

    private static void assertAllAboveTheFold(String when) {
        for (int[] window : new int[][] {{390, 844}, {1280, 900}}) {
            browser.view(window[0], window[1], "light");
            browser.run("scrollTo(0, 0)");
            assertEquals(List.of(), browser.run(BELOW_THE_FOLD), () -> when + " at " + window[0]);
        }
    }

    @Test
    void copyAsCurl_everyAction_hasItAndTheCommandsRun() {
        logIn("laptop");
        browser.awaitCount(LAPTOP + LIVE, nodes());
        browser.click("[aria-label='Copy as curl: revoke access, alice on laptop']");
        String commands = copied();
        assertTrue(commands.contains("/oauth/revoke-token"), commands);
        List<String> statuses = Shell.run(commands).lines().filter(line -> line.startsWith("HTTP/")).toList();
        assertEquals(2, statuses.size(), statuses::toString);
        assertTrue(statuses.get(0).contains(" 200"), statuses::toString);
        assertTrue(statuses.get(1).contains(" 401"), statuses::toString);
        // None of them is about this device's token, and none carries one.
        assertEquals(nodes(), browser.count(LAPTOP + LIVE));
        browser.click("[aria-label='Copy as curl: log out everywhere, alice']");
        assertTrue(Shell.run(copied()).contains("\"isDone\":true"), PageContract::copied);
        browser.awaitCount(LAPTOP + DEAD, nodes());
        assertEquals(List.of(), browser.run("return [...document.querySelectorAll('button')].filter(b =>"
                + " !b.matches('.curl, .toggle, [aria-label^=\"Remove\"]')"
                + " && !b.parentElement.querySelector('.curl')).map(b => b.outerHTML)"));
    }

    private static String copied() {
        return String.valueOf(browser.run("return window.copied"));
    }

    @Test
    void logOutEverywhere_oneUser_allOfThatUserDieAndTheOtherLives() {
        logInFourDevices();
        browser.click(RED);
        for (String card : List.of(LAPTOP, PHONE, TABLET)) {
            browser.awaitCount(card + "[data-over=true]", 1);
            browser.awaitCount(card + DEAD, nodes());
            browser.awaitText(card, "refuses after");
        }
        browser.awaitText("#message", "6 tokens in one call");
        assertEquals(nodes(), browser.count(BOB + LIVE));
        pictures("logged-out");
    }

    @Test
    void refresh_liveThenRevoked_newPairThenInvalidGrant() {
        logIn("laptop");
        browser.awaitCount(LAPTOP + LIVE, nodes());
        browser.press("Refresh: alice on laptop");
        browser.awaitText(LAPTOP + " .outcome", "refreshed");
        String old = browser.text(LAPTOP + " code");
        browser.press("Refresh: alice on laptop");
        browser.awaitNotText(LAPTOP + " code", old);
        browser.awaitCount(LAPTOP + LIVE, nodes());
        browser.press("Revoke refresh: alice on laptop");
        browser.awaitText(LAPTOP + " .refresh-line", "dead");
        browser.press("Refresh: alice on laptop");
        browser.awaitText("#message[data-mood=bad]", "400 invalid_grant");
        assertEquals(nodes(), browser.count(LAPTOP + LIVE));
    }

    @Test
    void logIn_wrongPassword_saysSoAndMakesNoCard() {
        browser.write("[name=password]", "wrong");
        browser.click("#login .primary");
        browser.awaitText("#login-message[data-mood=bad]", "User name or password is wrong.");
        assertEquals(0, browser.count(".card"));
    }

    @Test
    void keyboard_alone_logsInRevokesLogsOutRemoves() {
        browser.keys(Keys.TAB);
        assertEquals(1, browser.count(".skip:focus"));
        browser.tabTo(RED);
        browser.keys(Keys.ENTER);
        browser.awaitCount(TABLET + LIVE, nodes());
        browser.awaitCount(LAPTOP + LIVE, nodes());
        browser.tabTo(Browser.button("More: alice on laptop"));
        browser.keys(Keys.ENTER);
        browser.tabTo(Browser.button("Revoke access: alice on laptop"));
        browser.keys(Keys.ENTER);
        browser.awaitCount(LAPTOP + DEAD, nodes());
        assertEquals(1, browser.count(Browser.button("Revoke access: alice on laptop") + ":focus"), browser.focused());
        browser.tabTo(Browser.button("Log out: alice on laptop"));
        browser.keys(Keys.ENTER);
        browser.awaitCount(Browser.button("Remove card: alice on laptop") + ":focus", 1);
        browser.keys(Keys.ENTER);
        browser.awaitCount(".card", 2);
        browser.awaitCount(PHONE + ":focus", 1);
    }

    @Test
    void page_emptyAndFull_axeFindsNoBarrier() {
        assertNoBarrier("empty");
        logInFourDevices();
        browser.press("Log out: alice on phone");
        browser.awaitCount(PHONE + "[data-over=true]", 1);
        browser.press("Revoke access: alice on tablet");
        browser.awaitCount(TABLET + DEAD, nodes());
        assertNoBarrier("full");
    }

    final void assertNoBarrier(String state) {
        for (int width : new int[] {390, 1280}) {
            for (String scheme : new String[] {"dark", "light"}) {
                browser.view(width, scheme);
                assertEquals(List.of(), browser.barriers(), () -> state + " " + width + " " + scheme);
            }
        }
    }

    final void logIn(String device) {
        logIn(device, ".card[aria-label='alice on " + device + "']");
    }

    private void logIn(String device, String card) {
        browser.write("[name=device]", device);
        browser.click("#login .primary");
        browser.awaitCount(card, 1);
    }

    private static void as(String user) {
        browser.run("document.querySelector('[name=user]').value = arguments[0]", user);
        browser.write("[name=password]", user);
    }

    final void logInFourDevices() {
        browser.click(RED);
        browser.awaitCount(".card", 3);
        as("bob");
        logIn("laptop", BOB);
        as("alice");
        for (String card : List.of(LAPTOP, PHONE, TABLET, BOB)) {
            browser.awaitCount(card + LIVE, nodes());
        }
    }

    /** Ends at 1280 pixels in light colours. */
    final void pictures(String state) {
        for (int width : new int[] {390, 1280}) {
            for (String scheme : new String[] {"dark", "light"}) {
                browser.view(width, scheme);
                browser.picture(name() + "-" + state + "-" + width + "-" + scheme);
                assertFalse(browser.isWiderThanWindow(), () -> state + " overflows at " + width);
            }
        }
    }
}
