package dev.enlist.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A real Chromium, without a window; keeps what it saw in {@code target/screenshots}. */
public final class Browser implements AutoCloseable {

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ChromeDriver driver;
    private final String url;

    private Browser(ChromeDriver driver, String url) {
        this.driver = driver;
        this.url = url;
    }

    /** Whether Chromium and its driver are on this machine; browser tests run where they are. */
    public static boolean isInstalled() {
        return chromium().isPresent() && driverBinary().isPresent();
    }

    public static Browser open(String url) {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium().orElseThrow().toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
                "--window-size=1440,1600");
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(driverBinary().orElseThrow().toFile())
                .build();
        return new Browser(new ChromeDriver(service, options), url);
    }

    private static Optional<Path> chromium() {
        return first("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");
    }

    private static Optional<Path> driverBinary() {
        return first("/usr/bin/chromedriver", "/usr/lib/chromium-browser/chromedriver", "/usr/local/bin/chromedriver");
    }

    private static Optional<Path> first(String... candidates) {
        return Stream.of(candidates).map(Path::of).filter(Files::isExecutable).findFirst();
    }

    /** Goes to a page of the application. */
    public void go(String path) {
        driver.get(url + path);
    }

    public void signIn(String email, String password) {
        go("/");
        find("input[name=username]").sendKeys(email);
        find("input[name=password]").sendKeys(password);
        find("button[type=submit]").click();
    }

    /** The element, once it can be seen. */
    public WebElement find(String css) {
        return new WebDriverWait(driver, PATIENCE)
                .until(ExpectedConditions.visibilityOfElementLocated(By.cssSelector(css)));
    }

    /** The element that holds exactly these words, once it can be seen. */
    public WebElement findText(String tag, String words) {
        return new WebDriverWait(driver, PATIENCE)
                .until(ExpectedConditions.visibilityOfElementLocated(
                        By.xpath("//" + tag + "[normalize-space()='" + words + "']")));
    }

    /** The first element whose words begin so, once it can be seen. */
    public WebElement findBeginning(String tag, String words) {
        return new WebDriverWait(driver, PATIENCE)
                .withMessage(() -> "There should be: " + words + "\nThe page says:\n" + text())
                .until(ExpectedConditions.visibilityOfElementLocated(
                        By.xpath("//" + tag + "[starts-with(normalize-space(), '" + words + "')]")));
    }

    public void clickText(String tag, String words) {
        new WebDriverWait(driver, PATIENCE)
                .until(ExpectedConditions.elementToBeClickable(
                        By.xpath("//" + tag + "[normalize-space()='" + words + "']")))
                .click();
    }

    public void click(String css) {
        new WebDriverWait(driver, PATIENCE)
                .until(ExpectedConditions.elementToBeClickable(By.cssSelector(css)))
                .click();
    }

    /** From now on each answer takes a second longer. */
    public void slowNetwork() {
        driver.executeCdpCommand("Network.enable", java.util.Map.of());
        driver.executeCdpCommand(
                "Network.emulateNetworkConditions",
                java.util.Map.of("offline", false, "latency", 1000, "downloadThroughput", -1, "uploadThroughput", -1));
    }

    /** Chooses a file in a field that need not be seen. */
    public void upload(String css, Path file) {
        driver.findElement(By.cssSelector(css)).sendKeys(file.toAbsolutePath().toString());
    }

    /** Waits until the page holds these words. */
    public void awaitText(String words) {
        new WebDriverWait(driver, PATIENCE)
                .ignoring(StaleElementReferenceException.class)
                .withMessage(() -> "The page should say: " + words + "\nIt says:\n" + text())
                .until(page -> text().contains(words));
    }

    /** Waits until so many elements are there. */
    public List<WebElement> await(String css, int count) {
        return new WebDriverWait(driver, PATIENCE)
                .withMessage(() -> "There should be " + count + " of " + css + "\nThe page says:\n" + text())
                .until(ExpectedConditions.numberOfElementsToBe(By.cssSelector(css), count));
    }

    public String text() {
        return driver.findElement(By.tagName("body")).getText();
    }

    /** Clicks what a fixed bar at the edge of the window might cover. */
    public void press(WebElement element) {
        scrollTo(element);
        driver.executeScript("arguments[0].click()", element);
    }

    public void scrollTo(WebElement element) {
        driver.executeScript("arguments[0].scrollIntoView({block: 'center'})", element);
    }

    /** Waits until the first of the elements holds these words. */
    public void awaitFirst(String css, String words) {
        new WebDriverWait(driver, PATIENCE)
                .ignoring(StaleElementReferenceException.class)
                .until(page -> driver.findElements(By.cssSelector(css)).stream()
                        .findFirst()
                        .filter(element -> element.getText().contains(words))
                        .isPresent());
    }

    /** How many elements there are now. */
    public int count(String css) {
        return driver.findElements(By.cssSelector(css)).size();
    }

    /** How many of the elements can be seen now. */
    public long countShown(String css) {
        return driver.findElements(By.cssSelector(css)).stream()
                .filter(WebElement::isDisplayed)
                .count();
    }

    /** Waits until the address of the page contains this. */
    public void awaitAddress(String part) {
        new WebDriverWait(driver, PATIENCE)
                .withMessage(() -> "The address should contain " + part + ", and is " + driver.getCurrentUrl())
                .until(ExpectedConditions.urlContains(part));
    }

    public String address() {
        return String.valueOf(driver.getCurrentUrl());
    }

    /** The result of a script of the test's own; the page's policy does not bind it. */
    public @org.jspecify.annotations.Nullable Object script(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** Whether a pixel in the middle of the element belongs to it, so that a person can press it. */
    public boolean isUncovered(WebElement element) {
        return Boolean.TRUE.equals(driver.executeScript("""
                const box = arguments[0].getBoundingClientRect();
                const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
                return arguments[0].contains(top);
                """, element));
    }

    public void size(int width, int height) {
        driver.manage().window().setSize(new org.openqa.selenium.Dimension(width, height));
    }

    /** Ends the session on the server's side of the browser: its cookie is gone. */
    public void loseSession() {
        driver.manage().deleteCookieNamed("JSESSIONID");
    }

    /** Signs in at the page that is open. */
    public void signInHere(String email, String password) {
        find("input[name=username]").sendKeys(email);
        find("input[name=password]").sendKeys(password);
        find("button[type=submit]").click();
    }

    /** Keeps what the page looks like now. */
    public void screenshot(String name) {
        try {
            Files.createDirectories(SCREENSHOTS);
            Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
