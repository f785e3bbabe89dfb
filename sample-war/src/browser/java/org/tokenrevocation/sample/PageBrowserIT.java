package org.tokenrevocation.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The page as a person uses it, in a real browser, with three nodes. */
class PageBrowserIT {
    private static final int NODES = 3;
    private static final String LAPTOP = ".card[data-device=laptop]";
    private static final String PHONE = ".card[data-device=phone]";

    @Test
    void page_revokeOnePullPlugRecoverLogOut_lightsTellTheTruth() {
        try (Sample sample = Sample.launch(NODES); Browser browser = new Browser()) {
            browser.open(sample.nodes().get(0), 1280, "light");
            browser.awaitCount(".strip[data-mood=good], .strip[data-mood=idle]", NODES);
            browser.awaitCount("#empty:not([hidden])", 1);
            pictures(browser, "empty");
            logInOnTwoDevices(browser);
            browser.click(LAPTOP, "Revoke access");
            assertOnlyLaptopDies(browser);
            outage(browser);
            browser.click("section[aria-label='Sessions of alice']", "Log out everywhere");
            browser.awaitCount(PHONE + " [data-mood=dead][data-node]", NODES);
            browser.awaitText(PHONE, "refuses after");
            browser.awaitCount(".card[data-over=true]", 2);
            pictures(browser, "logged-out");
            assertEquals(List.of(), browser.complaints());
        }
    }

    private static void logInOnTwoDevices(Browser browser) {
        browser.click("#login .primary");
        browser.awaitCount(LAPTOP, 1);
        browser.click("#login .primary");
        browser.awaitCount(LAPTOP + " [data-mood=live][data-node]", NODES);
        browser.awaitCount(PHONE + " [data-mood=live][data-node]", NODES);
    }

    private static void assertOnlyLaptopDies(Browser browser) {
        browser.awaitCount(LAPTOP + " [data-mood=dead][data-node]", NODES);
        browser.awaitText(LAPTOP, "refuses after");
        browser.awaitText(LAPTOP + " .outcome", "access token revoked: 200");
        browser.awaitText("#count", "1");
        assertEquals(NODES, browser.count(PHONE + " [data-mood=live][data-node]"));
        pictures(browser, "revoked");
    }

    private static void outage(Browser browser) {
        browser.click("#plug");
        browser.awaitCount(PHONE + " [data-mood=doubt][data-node]", NODES);
        browser.awaitText(PHONE, "503");
        browser.awaitCount("#outage:not([hidden])", 1);
        browser.awaitCount(".strip[data-mood=bad]", NODES);
        pictures(browser, "outage");
        browser.click("#plug");
        browser.awaitCount(PHONE + " [data-mood=live][data-node]", NODES);
        browser.awaitCount(LAPTOP + " [data-mood=dead][data-node]", NODES);
        browser.awaitText("#fleet", "Accepted again");
    }

    private static void pictures(Browser browser, String name) {
        for (int width : new int[] {390, 1280}) {
            for (String scheme : new String[] {"dark", "light"}) {
                browser.view(width, scheme);
                browser.picture(name + "-" + width + "-" + scheme);
                assertFalse(browser.isWiderThanWindow(), () -> name + " overflows at " + width);
            }
        }
    }
}
