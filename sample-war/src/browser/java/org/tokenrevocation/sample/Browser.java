package org.tokenrevocation.sample;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.tokenrevocation.testing.Await;

/** Chromium without a window, in a fresh profile. */
final class Browser implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String AXE = """
            const done = arguments[0];
            axe.run().then(result => done(result.violations.map(found => `${found.id}: ${found.help}: `
                + found.nodes.map(node => `${node.target}: ${node.failureSummary}`).join('; '))));
            """;

    private final Path profile;
    private final ChromeDriver driver;

    Browser() {
        try {
            profile = Files.createTempDirectory("browser-test-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ChromeOptions options = new ChromeOptions();
        options.setBinary(System.getProperty("browser.chromium", "/usr/bin/chromium"));
        options.addArguments("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-quic",
                "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--user-data-dir=" + profile);
        options.setCapability("goog:loggingPrefs", Map.of("browser", "ALL"));
        driver = new ChromeDriver(new ChromeDriverService.Builder()
                .usingDriverExecutable(new File(System.getProperty("browser.driver", "/usr/bin/chromedriver")))
                .usingAnyFreePort()
                .build(), options);
    }

    void open(URI address, int width, String scheme) {
        view(width, scheme);
        driver.get(address.toString());
    }

    void view(int width, String scheme) {
        view(width, 900, scheme);
    }

    /** Runs this script in every page before the page's own. */
    void atEveryStart(String script) {
        driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script));
    }

    void view(int width, int height, String scheme) {
        driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
        driver.executeCdpCommand("Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    WebElement find(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    String text(String selector) {
        return find(selector).getText();
    }

    int count(String selector) {
        return driver.findElements(By.cssSelector(selector)).size();
    }

    /** Unfolds what the element is folded into, as a person would. */
    void click(String selector) {
        driver.executeScript("""
                const more = arguments[0].closest('.more[hidden]');
                more?.closest('.card').querySelector('.toggle').click();
                arguments[0].scrollIntoView({block: 'center'});
                """, find(selector));
        find(selector).click();
    }

    /** Clicks the button that is labelled thus. */
    void press(String label) {
        click(button(label));
    }

    static String button(String label) {
        return "button[aria-label='" + label + "']";
    }

    void write(String selector, String text) {
        find(selector).clear();
        find(selector).sendKeys(text);
    }

    /** Presses keys wherever the focus is. */
    void keys(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    /** Presses Tab until the focus is there. */
    void tabTo(String selector) {
        int tabs = 0;
        while (!hasFocus(selector)) {
            if (++tabs > 100) {
                throw new AssertionError("Tab does not reach " + selector + ", the focus is on " + focused());
            }
            keys(Keys.TAB);
        }
    }

    boolean hasFocus(String selector) {
        return Boolean.TRUE.equals(driver.executeScript("return document.activeElement.matches(arguments[0])", selector));
    }

    String focused() {
        return String.valueOf(driver.executeScript("return document.activeElement.outerHTML"));
    }

    Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    void awaitCount(String selector, int count) {
        await(count + " x " + selector, () -> count(selector) == count);
    }

    void awaitText(String selector, String text) {
        await("[" + text + "] in " + selector, () -> driver.findElements(By.cssSelector(selector)).stream()
                .anyMatch(element -> element.getText().contains(text)));
    }

    void awaitNotText(String selector, String text) {
        await("another text than [" + text + "] in " + selector, () -> !text.equals(text(selector)));
    }

    private void await(String what, BooleanSupplier condition) {
        try {
            Await.until(what, PATIENCE, condition);
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + ", focus: " + focused() + ", page: " + text("body"), e);
        }
    }

    boolean isWiderThanWindow() {
        return Boolean.TRUE.equals(
                driver.executeScript("return document.documentElement.scrollWidth > window.innerWidth"));
    }

    /** Errors on the console since the last call, violations of the Content-Security-Policy among them. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream().map(Object::toString).toList();
    }

    /** What axe finds wrong for people who cannot see, or see badly, in the state and view that the page is in. */
    List<String> barriers() {
        try (InputStream axe = Browser.class.getResourceAsStream("/axe.min.js")) {
            driver.executeScript(new String(axe.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ((List<?>) driver.executeAsyncScript(AXE)).stream().map(Object::toString).toList();
    }

    /** The whole page, or only what the window shows. */
    byte[] picture(boolean isWhole) {
        Map<String, Object> answer = driver.executeCdpCommand("Page.captureScreenshot",
                Map.of("format", "png", "captureBeyondViewport", isWhole));
        return Base64.getDecoder().decode((String) answer.get("data"));
    }

    void picture(String name) {
        try {
            Path folder = Files.createDirectories(Path.of(System.getProperty("browser.pictures")));
            Files.write(folder.resolve(name + ".png"), picture(true));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        driver.quit();
        try (Stream<Path> files = Files.walk(profile)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
