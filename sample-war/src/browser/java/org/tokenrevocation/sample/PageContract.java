package org.tokenrevocation.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

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

    static Browser browser;

    abstract URI address();

    abstract int nodes();

    /** What the pictures' names begin with. */
    abstract String name();

    @BeforeAll
    static void openBrowser() {
        browser = new Browser();
    }

    @AfterAll
    static void closeBrowser() {
        browser.close();
    }

    @BeforeEach
    void openPage() {
        browser.open(address(), 1280, "light");
        browser.awaitCount(".strip[data-mood=good], .strip[data-mood=idle]", nodes());
        browser.awaitCount("#empty:not([hidden])", 1);
    }

    @AfterEach
    void leaveNobodyLoggedIn() {
        for (String user : List.of("alice", "bob")) {
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
        pictures("revoked");
    }

    @Test
    void logOutEverywhere_oneUser_allOfThatUserDieAndTheOtherLives() {
        logInFourDevices();
        browser.press("Log out everywhere: alice");
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
        String old = browser.text(LAPTOP + " code");
        browser.press("Refresh: alice on laptop");
        browser.awaitText(LAPTOP + " .outcome", "refreshed");
        assertNotEquals(old, browser.text(LAPTOP + " code"));
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
        browser.awaitText("#message[data-mood=bad]", "User name or password is wrong.");
        assertEquals(0, browser.count(".card"));
    }

    @Test
    void keyboard_alone_logsInRevokesLogsOutRemoves() {
        browser.keys(Keys.TAB);
        assertEquals(1, browser.count(".skip:focus"));
        browser.tabTo("[name=device]");
        browser.keys("laptop", Keys.ENTER);
        browser.awaitCount(LAPTOP + LIVE, nodes());
        browser.tabTo(Browser.button("Revoke access: alice on laptop"));
        browser.keys(Keys.ENTER);
        browser.awaitCount(LAPTOP + DEAD, nodes());
        assertEquals(1, browser.count(Browser.button("Revoke access: alice on laptop") + ":focus"), browser.focused());
        browser.tabTo(Browser.button("Log out: alice on laptop"));
        browser.keys(Keys.ENTER);
        browser.awaitCount(Browser.button("Remove card: alice on laptop") + ":focus", 1);
        browser.keys(Keys.ENTER);
        browser.awaitCount(".card", 0);
        browser.awaitCount("#sessions:focus", 1);
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
        browser.write("[name=device]", device);
        browser.click("#login .primary");
        browser.awaitCount(".card[data-device=" + device + "]", 1);
    }

    final void logInFourDevices() {
        browser.click("#four");
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
