package org.tokenrevocation.sample;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.tokenrevocation.testing.Await;

/** Three nodes and the embedded Redis on the loopback address: here the page can break things. */
abstract class FleetPageContract extends PageContract {
    static Sample sample;

    @AfterAll
    static void endSample() {
        sample.close();
    }

    @Override
    final URI address() {
        return sample.nodes().get(0);
    }

    @Override
    final int nodes() {
        return 3;
    }

    @Test
    void plug_pulledAndPutBack_503ThenTheLivingLiveAndTheDeadStayDead() {
        logInFourDevices();
        browser.press("Revoke access: alice on laptop");
        browser.awaitCount(LAPTOP + DEAD, nodes());
        browser.awaitCount("#link[data-mood=good]", 1);
        browser.click("#plug");
        browser.awaitCount(PHONE + " [data-node][data-mood=doubt]", nodes());
        browser.awaitText(PHONE, "503");
        browser.awaitText("#outage", "Redis is paused");
        browser.awaitCount(".strip[data-mood=bad]", nodes());
        browser.awaitText("#link[data-mood=bad]", "3 of 3 servers in doubt");
        browser.press("Revoke access: alice on phone");
        browser.awaitText("#message[data-mood=bad]", "500: revoking the access token is not confirmed");
        pictures("outage");
        assertNoBarrier("outage");
        browser.click("#plug");
        browser.awaitCount(TABLET + LIVE, nodes());
        browser.awaitCount(LAPTOP + DEAD, nodes());
        browser.click("#details summary");
        browser.awaitText("#fleet", "Accepted again");
        browser.awaitCount("#outage[hidden]", 1);
        // What was not confirmed may be repeated.
        browser.press("Revoke access: alice on phone");
        browser.awaitText(PHONE + " .outcome", "access token revoked: 200");
        browser.awaitCount(PHONE + DEAD, nodes());
    }

    /** A crash, as the others see it: no goodbye, no answer, no acknowledgement. */
    @Test
    void node_stoppedAndStarted_oneRevocationWaitsThenFastAndItRefusesWhatDiedMeanwhile() {
        logInFourDevices();
        browser.awaitText("#node", "Stop node-3");
        browser.click("#node");
        browser.awaitText("#control-message", "node-3 has stopped");
        browser.awaitCount(PHONE + " [data-node=node-3][data-mood=gone]", 1);
        browser.awaitText("#link[data-mood=bad]", "2 of 3 servers up");
        browser.press("Revoke access: alice on phone");
        browser.awaitText("#watch-note", "not every server confirmed");
        browser.awaitCount(PHONE + DEAD, nodes() - 1);
        pictures("stopped");
        assertNoBarrier("stopped");
        Await.until("a revocation without the silent node need not wait", () -> {
            logIn("TV");
            browser.awaitCount(".card[aria-label='alice on TV']" + LIVE, nodes() - 1);
            browser.press("Log out: alice on TV");
            browser.awaitCount(".card[aria-label='alice on TV'][data-over=true]", 1);
            browser.awaitCount("#watch-box[data-mood=good], #watch-box[data-mood=slow]", 1);
            return browser.text("#watch-note").contains("every server has confirmed");
        });
        browser.click("#node");
        browser.awaitText("#control-message", "node-3 runs again");
        browser.awaitCount(LAPTOP + LIVE, nodes());
        browser.awaitCount(PHONE + DEAD, nodes());
        browser.awaitCount("#link[data-mood=good]", 1);
    }

    @Test
    void load_addedAndRemoved_nodesServeItAndRevocationsAreMeasured() {
        int before = revocations();
        browser.click("#load");
        browser.awaitText("#load", "Remove load");
        browser.awaitCount("#load[data-on=true]", 1);
        Await.until("ten revocations are measured", () -> revocations() >= before + 10);
        browser.click("#load");
        browser.awaitText("#load", "Add load");
        assertTrue(revocations() >= before + 10);
    }

    private static int revocations() {
        return Integer.parseInt(browser.text("#count").replace(",", ""));
    }
}
