package org.tokenrevocation.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.tokenrevocation.testing.Await;

/**
 * The README's picture and film, from real screens: {@code .ci/page pictures}. Run by that command alone; a scene's file
 * name ends with how many milliseconds it is shown.
 */
class PagePictures {
    private static final int NODES = 3;
    private static final int WIDTH = 1140;
    private static final int HEIGHT = 1130;

    private final List<Path> scenes = new ArrayList<>();
    private final Path folder = Path.of(System.getProperty("browser.pictures"));

    @Test
    void film_oneRevokedPlugPulledAllLoggedOut() throws IOException {
        try (Sample sample = Sample.launch(NODES); Browser browser = new Browser()) {
            browser.open(sample.nodes().get(0), WIDTH, "light");
            browser.view(WIDTH, HEIGHT, "light");
            for (String device : List.of("laptop", "phone", "tablet")) {
                browser.write("[name=device]", device);
                browser.click("#login .primary");
                browser.awaitCount(".card[aria-label='alice on " + device + "']" + PageContract.LIVE, NODES);
            }
            warmUp(browser);
            about(browser, Browser.button("Revoke access: alice on phone"), 2_200);
            browser.awaitCount(PageContract.PHONE + PageContract.DEAD, NODES);
            browser.awaitText(PageContract.PHONE + " .outcome", "access token revoked: 200");
            scene(browser, 3_000);
            about(browser, "#plug", 1_200);
            browser.awaitCount(PageContract.LAPTOP + " [data-node][data-mood=doubt]", NODES);
            browser.awaitCount(".strip[data-mood=bad]", NODES);
            scene(browser, 2_600);
            about(browser, "#plug", 1_200);
            browser.awaitCount(PageContract.LAPTOP + PageContract.LIVE, NODES);
            browser.awaitCount(PageContract.PHONE + PageContract.DEAD, NODES);
            browser.awaitCount(".strip[data-mood=good]", NODES);
            scene(browser, 2_200);
            about(browser, Browser.button("Log out everywhere: alice"), 1_400);
            browser.awaitCount(".card[data-over=true]", NODES);
            scene(browser, 3_500);
        }
    }

    @Test
    void picture_phoneRevoked_othersLive() throws IOException {
        try (Sample sample = Sample.launch(NODES); Browser browser = new Browser()) {
            browser.open(sample.nodes().get(0), 1280, "light");
            browser.awaitCount("#empty:not([hidden])", 1);
            browser.click("#four");
            browser.awaitCount(PageContract.BOB + PageContract.LIVE, NODES);
            warmUp(browser);
            browser.press("Revoke access: alice on phone");
            browser.awaitCount(PageContract.PHONE + PageContract.DEAD, NODES);
            browser.awaitText("#message", "Access token revoked");
            browser.awaitCount("#message:empty", 1);
            browser.awaitCount(".strip[data-mood=good]", NODES);
            browser.run("document.activeElement.blur()");
            Files.createDirectories(folder);
            Files.write(folder.resolve("page.png"), browser.picture(true));
        }
    }

    /** Some seconds of load, so that the picture shows a fleet at work and not a Java machine that has just started. */
    private static void warmUp(Browser browser) {
        browser.click("#load");
        Await.until("a hundred revocations", Duration.ofSeconds(60),
                () -> Integer.parseInt(browser.text("#count").replace(",", "")) >= 100);
        browser.click("#load");
        browser.awaitText("#load", "Add load");
        browser.awaitCount("#message:empty", 1);
    }

    /** Shows where the next key goes, then presses it. */
    private void about(Browser browser, String button, int millis) throws IOException {
        browser.tabTo(button);
        scene(browser, millis);
        browser.keys(Keys.ENTER);
    }

    private void scene(Browser browser, int millis) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve(String.format("scene-%02d-%d.png", scenes.size(), millis));
        scenes.add(Files.write(file, browser.picture(false)));
    }
}
