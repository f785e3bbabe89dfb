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
    private static final int HEIGHT = 800;

    private final List<Path> scenes = new ArrayList<>();
    private final Path folder = Path.of(System.getProperty("browser.pictures"));

    @Test
    void film_allLoggedOutOneNodeStoppedRedisPaused() throws IOException {
        try (Sample sample = Sample.launch(NODES); Browser browser = new Browser()) {
            browser.open(sample.nodes().get(0), WIDTH, "light");
            browser.view(WIDTH, HEIGHT, "light");
            awaitLights(browser, PageContract.LIVE, NODES);
            warmUp(browser);
            browser.run("scrollTo(0, 0)");
            scene(browser, 1_600);
            logOut(browser, NODES);
            scene(browser, 3_500);
            press(browser, PageContract.RED, 900);
            awaitLights(browser, PageContract.LIVE, NODES);
            press(browser, "#node", 1_200);
            awaitLights(browser, " [data-node][data-mood=gone]", 1);
            scene(browser, 1_600);
            logOut(browser, NODES - 1);
            scene(browser, 3_000);
            press(browser, "#node", 1_000);
            press(browser, PageContract.RED, 900);
            awaitLights(browser, PageContract.LIVE, NODES);
            press(browser, "#plug", 1_200);
            awaitLights(browser, " [data-node][data-mood=doubt]", NODES);
            browser.awaitCount("#link[data-mood=bad]", 1);
            scene(browser, 2_600);
            press(browser, "#plug", 1_000);
            awaitLights(browser, PageContract.LIVE, NODES);
            scene(browser, 1_600);
        }
    }

    @Test
    void picture_aliceLoggedOutEverywhere() throws IOException {
        try (Sample sample = Sample.launch(NODES); Browser browser = new Browser()) {
            browser.open(sample.nodes().get(0), 1280, "light");
            awaitLights(browser, PageContract.LIVE, NODES);
            warmUp(browser);
            browser.press("Revoke access: alice on phone");
            browser.awaitCount(PageContract.PHONE + PageContract.DEAD, NODES);
            browser.awaitText("#watch", "200 after");
            browser.click(Browser.button("More: alice on phone"));
            browser.run("document.activeElement.blur(); scrollTo(0, 0)");
            Files.createDirectories(folder);
            Files.write(folder.resolve("page.png"), browser.picture(false));
        }
    }

    private static void awaitLights(Browser browser, String lights, int nodes) {
        for (String card : List.of(PageContract.LAPTOP, PageContract.PHONE, PageContract.TABLET)) {
            browser.awaitCount(card + lights, nodes);
        }
    }

    /** Slow motion, as the page shows it, and its end. */
    private void logOut(Browser browser, int nodes) throws IOException {
        press(browser, PageContract.RED, 900);
        browser.awaitCount("#watch-box[data-mood=busy]", 1);
        for (int frame = 0; frame < 4; frame++) {
            scene(browser, 250);
        }
        awaitLights(browser, PageContract.DEAD, nodes);
        browser.awaitCount("#watch-box[data-mood=good], #watch-box[data-mood=slow]", 1);
        browser.awaitCount("#message:not(:empty)", 1);
    }

    /** Some seconds of load, so that the picture shows a fleet at work and not a Java machine that has just started. */
    private static void warmUp(Browser browser) {
        browser.click("#load");
        Await.until("a hundred revocations", Duration.ofSeconds(60),
                () -> Integer.parseInt(browser.text("#count").replace(",", "")) >= 100);
        browser.click("#load");
        browser.awaitText("#load", "Add load");
        browser.awaitCount("#control-message:empty", 1);
    }

    /** Shows where the next key goes, then presses it. */
    private void press(Browser browser, String button, int millis) throws IOException {
        browser.run("document.querySelector(arguments[0]).focus({preventScroll: true, focusVisible: true})", button);
        scene(browser, millis);
        browser.keys(Keys.ENTER);
    }

    private void scene(Browser browser, int millis) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve(String.format("scene-%02d-%d.png", scenes.size(), millis));
        scenes.add(Files.write(file, browser.picture(false)));
    }
}
