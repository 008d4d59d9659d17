package dev.enlist.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.JavascriptException;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.ScriptTimeoutException;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A headless Chromium; stores screenshots in {@code target/screenshots} with {@code -Denlist.screenshots=true}. */
public final class Browser implements AutoCloseable {

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final Path DOWNLOADS = Path.of("target", "downloads");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** How long a script of a test may take that does not inspect the page. */
    private static final Duration ANSWER = Duration.ofSeconds(10);

    /** The default, half a second, is longer than most pages need. */
    private static final Duration POLLING = Duration.ofMillis(40);

    private static final String CSS = "const found = document.querySelector(arguments[0]);\n";
    private static final String XPATH =
            "const found = document.evaluate(arguments[0], document, null, XPathResult.FIRST_ORDERED_NODE_TYPE).singleNodeValue;\n";
    private static final String SHOWN = "return found?.checkVisibility({visibilityProperty: true}) && found;";

    private static final String SAYS = """
            const words = arguments[0];
            if (!document.body?.innerText.includes(words)) {
              return false;
            }
            const clipped = box => (box.clientWidth <= 1 || box.clientHeight <= 1)
                && getComputedStyle(box).overflow !== 'visible';
            const seen = element => {
              if (!element.checkVisibility({opacityProperty: true, visibilityProperty: true})) {
                return false;
              }
              for (let box = element; box; box = box.parentElement) {
                if (clipped(box)) {
                  return false;
                }
              }
              return true;
            };
            const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            for (let text = texts.nextNode(); text; text = texts.nextNode()) {
              if (text.data.includes(words) && seen(text.parentElement)) {
                return 'seen';
              }
            }
            return 'drawn';
            """;

    /** Where scripts do not run, neither do timers and observers: the page is asked once. */
    private static final String AWAIT = """
            const done = arguments[arguments.length - 1];
            const [values, atMost] = [[...arguments].slice(0, -2), arguments[arguments.length - 2]];
            const first = look(...values);
            if (first || atMost === 0) {
              done(first || null);
              return;
            }
            let soon;
            const leave = () => end();
            const end = found => {
              removeEventListener('beforeunload', leave);
              removeEventListener('pagehide', leave);
              changes.disconnect();
              [every, late, soon].forEach(timer => clearTimeout(timer));
              done(found || null);
            };
            const again = () => {
              soon = undefined;
              try {
                const found = look(...values);
                if (found) {
                  end(found);
                }
              } catch (failure) {
                end(); // and fails when it is asked next
              }
            };
            const changes = new MutationObserver(() => {
              soon ??= setTimeout(again, 20);
            });
            changes.observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
            const every = setInterval(again, 60);
            const late = setTimeout(end, atMost);
            // the driver would wait for a page that is not open any more
            addEventListener('beforeunload', leave);
            addEventListener('pagehide', leave);
            """;

    private static final String SESSION = "JSESSIONID";

    /** How long pages offer to undo a decision. */
    private static final int UNDO_SECONDS = 10;

    private static final Dimension WINDOW = new Dimension(1440, 1600);

    /** Starting a Chromium takes as long as a short test: each is used again, and ends with this JVM. */
    private static final Queue<ChromeDriver> IDLE = new ConcurrentLinkedQueue<>();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> IDLE.forEach(ChromeDriver::quit)));
    }

    private final ChromeDriver driver;
    private final String url;
    private final PageInspector inspector;
    private boolean scripts = true;

    private Browser(ChromeDriver driver, String url) {
        this.driver = driver;
        this.url = url;
        this.inspector = new PageInspector(this, driver, url);
    }

    /** Whether Chromium and its driver are on this machine; browser tests are skipped otherwise. */
    public static boolean isInstalled() {
        return chromium().isPresent() && driverBinary().isPresent();
    }

    /** A page without cookies and stored data, in a Chromium that earlier tests may have used. */
    public static Browser open(String url) {
        ChromeDriver idle = IDLE.poll();
        return new Browser(idle == null ? start() : idle, url);
    }

    private static ChromeDriver start() {
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
                // pages of one test after another are drawn by one process, which keeps what it has read and compiled
                "--renderer-process-limit=1",
                "--disable-site-isolation-trials",
                "--disable-features=IsolateOrigins,site-per-process,SpareRendererForSitePerProcess");
        // not the directory of the build
        options.setExperimentalOption(
                "prefs",
                Map.of("download.default_directory", DOWNLOADS.toAbsolutePath().toString()));
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(driverBinary().orElseThrow().toFile())
                .build();
        ChromeDriver driver = new ChromeDriver(service, options);
        driver.manage().window().setSize(WINDOW);
        driver.manage().timeouts().scriptTimeout(ANSWER);
        return driver;
    }

    /**
     * Without the windows that no test sees, where it is installed: it takes less CPU time for the same pages. The
     * program itself: the script in {@code /usr/bin} starts it as a child, which would live on without the script.
     */
    private static Optional<Path> chromium() {
        return first(
                "/usr/lib/chromium/chromium-headless-shell",
                "/usr/bin/chromium",
                "/usr/bin/chromium-browser",
                "/usr/bin/google-chrome");
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

    /**
     * Signs in with the requests of the sign-in form, without opening it, and opens no page afterwards: drawing the form and
     * the home page takes longer than most of what a test does then. Tests of the form and of the way from it use
     * {@link #signInHere}.
     */
    public void signIn(String email, String password) {
        String userAgent = String.valueOf(driver.executeScript("return navigator.userAgent"));
        driver.executeCdpCommand(
                "Network.setCookie",
                Map.of(
                        "url",
                        url,
                        "name",
                        SESSION,
                        "value",
                        dev.enlist.process.Browser.session(url, email, password, userAgent),
                        "httpOnly",
                        true));
    }

    /** Signs in and opens Tasklist. */
    public void signInToTasklist(String email, String password) {
        signIn(email, password);
        go("/camunda/app/tasklist/default/");
    }

    /** The element, once it can be seen. */
    public WebElement find(String css) {
        return waiting(PATIENCE).until(page -> shown(CSS, css));
    }

    /** The element with exactly this text, once it can be seen. */
    public WebElement findText(String tag, String words) {
        return waiting(PATIENCE).until(page -> shown(XPATH, withText(tag, words)));
    }

    /** The first element whose text begins with this, once it can be seen. */
    public WebElement findBeginning(String tag, String words) {
        return waiting(PATIENCE)
                .withMessage(() -> "There should be: " + words + "\nThe page says:\n" + text())
                .until(page -> shown(XPATH, "//" + tag + "[starts-with(normalize-space(), '" + words + "')]"));
    }

    public void clickText(String tag, String words) {
        waiting(PATIENCE)
                .withMessage(() -> "There should be: " + words + "\nAt " + address() + " the page says:\n" + text())
                .until(page -> clicked(XPATH, withText(tag, words)));
    }

    public void click(String css) {
        waiting(PATIENCE).until(page -> clicked(CSS, css));
    }

    private static String withText(String tag, String words) {
        return "//" + tag + "[normalize-space()='" + words + "']";
    }

    /** Clicks; a page that was drawn anew between finding and clicking is asked again. */
    private boolean clicked(String place, String value) {
        WebElement found = shown(place, value);
        if (found == null || !found.isEnabled()) {
            return false;
        }
        found.click();
        return true;
    }

    /** The first element of this place if it can be seen. The driver looks at it when the page does not hide it. */
    private @Nullable WebElement shown(String place, String value) {
        WebElement found = (WebElement) awaited(place + SHOWN, value);
        return found != null && found.isDisplayed() ? found : null;
    }

    private WebDriverWait waiting(Duration atMost) {
        WebDriverWait waiting = new WebDriverWait(driver, atMost, POLLING);
        waiting.ignoring(StaleElementReferenceException.class);
        return waiting;
    }

    /**
     * What the script returns as soon as that is not false or nothing, or nothing after a while. The page itself runs it
     * again after its changes: a question from outside goes through four processes.
     */
    private @Nullable Object awaited(String script, Object... arguments) {
        List<Object> all = new ArrayList<>(List.of(arguments));
        all.add(scripts ? 500 : 0);
        try {
            return driver.executeAsyncScript("const look = function() {" + script + "\n};" + AWAIT, all.toArray());
        } catch (JavascriptException e) {
            if (String.valueOf(e.getMessage()).contains("unloaded")) {
                return null; // the page that was asked is not open any more
            }
            throw e;
        } catch (ScriptTimeoutException e) {
            return null; // a page that was asked after it had begun to go sometimes cannot answer
        }
    }

    /**
     * On the page that is open, the time for Undo passes when the test says so ({@link #endTimeForUndo}), and a decision
     * about many begins after one second. A page that gives people another time than ten seconds is not made faster, and
     * one that orders a decision with another delay gets an error.
     */
    public void holdTimeForUndo() {
        driver.executeScript("""
                const seconds = arguments[0];
                const [later, clear, send] = [window.setTimeout, window.clearTimeout, window.fetch];
                window.timesForUndo = new Map();
                window.setTimeout = (run, millis, ...more) => {
                  const timer = later(run, millis, ...more);
                  if (millis === seconds * 1000) {
                    timesForUndo.set(timer, run);
                  }
                  return timer;
                };
                window.clearTimeout = timer => {
                  timesForUndo.delete(timer);
                  clear(timer);
                };
                window.fetch = (to, options) => {
                  if (!String(options?.body).includes('"delaySeconds"')) {
                    return send(to, options);
                  }
                  const order = JSON.parse(options.body);
                  if (order.delaySeconds !== seconds) {
                    return Promise.reject(new Error(`a delay of ${order.delaySeconds} seconds`));
                  }
                  return send(to, {...options, body: JSON.stringify({...order, delaySeconds: 1})});
                };
                """, UNDO_SECONDS);
    }

    /** The time for Undo is over for what the page offers to undo now. */
    public void endTimeForUndo() {
        Object ended = driver.executeScript("""
                const ready = [...timesForUndo];
                ready.forEach(([timer, run]) => {
                  clearTimeout(timer);
                  run();
                });
                return ready.length;
                """);
        if (Long.valueOf(0).equals(ended)) {
            throw new AssertionError("The page offers nothing to undo for " + UNDO_SECONDS + " seconds.");
        }
    }

    /** Sets headers for every request from now on. */
    public void sendHeaders(Map<String, Object> headers) {
        driver.executeCdpCommand("Network.enable", Map.of());
        driver.executeCdpCommand("Network.setExtraHTTPHeaders", Map.of("headers", headers));
    }

    /** Runs no script of a page from now on. */
    public void withoutScripts() {
        scripts = false;
        driver.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", true));
    }

    /** Delays each response by one second from now on. */
    public void slowNetwork() {
        driver.executeCdpCommand("Network.enable", Map.of());
        driver.executeCdpCommand(
                "Network.emulateNetworkConditions",
                Map.of("offline", false, "latency", 1000, "downloadThroughput", -1, "uploadThroughput", -1));
    }

    /** Loses the connection, or has it again. */
    public void offline(boolean offline) {
        driver.executeCdpCommand("Network.enable", Map.of());
        driver.executeCdpCommand(
                "Network.emulateNetworkConditions",
                Map.of("offline", offline, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
    }

    /** Chooses a file in a field that may be hidden. */
    public void upload(String css, Path file) {
        driver.findElement(By.cssSelector(css)).sendKeys(file.toAbsolutePath().toString());
    }

    /** Waits until the page contains this text. */
    public void awaitText(String words) {
        awaitText(words, PATIENCE);
    }

    /** The same for work that takes longer. */
    public void awaitText(String words, Duration atMost) {
        waiting(atMost)
                .withMessage(() -> "The page should say: " + words + "\nAt " + address() + " it says:\n" + text()
                        + "\nErrors: " + errors())
                .until(page -> says(words));
    }

    /**
     * Whether the page says this. For its text as a person sees it the driver looks at the style of each element, which is
     * most of the work while a test waits. So the page itself looks for the words, and whether the element with them is
     * seen; the driver is asked where the words are spread over several elements, and after each longer wait, as
     * spaces and signs may differ.
     */
    private boolean says(String words) {
        return "seen".equals(awaited(SAYS, words)) || text().contains(words);
    }

    /** Waits until a script of the test answers true. */
    public void awaitScript(String script) {
        waiting(PATIENCE)
                .withMessage(() -> "Should become true: " + script)
                .until(page -> Boolean.TRUE.equals(awaited(script)));
    }

    /** Waits until the field contains this value. */
    public void awaitValue(String css, String value) {
        waiting(PATIENCE)
                .withMessage(() -> css + " should contain: " + value + ", and contains: "
                        + find(css).getDomProperty("value"))
                .until(page -> {
                    WebElement field = (WebElement) awaited(
                            CSS + "return found?.value === arguments[1] && found.checkVisibility() && found;",
                            css,
                            value);
                    return field != null && field.isDisplayed();
                });
    }

    /** Waits until the page has this number of elements. */
    @SuppressWarnings("unchecked")
    public List<WebElement> await(String css, int count) {
        return waiting(PATIENCE)
                .withMessage(() -> "There should be " + count + " of " + css + "\nThe page says:\n" + text())
                .until(page -> (List<WebElement>) awaited("""
                        const all = document.querySelectorAll(arguments[0]);
                        return all.length === arguments[1] && [...all];
                        """, css, count));
    }

    public String text() {
        return driver.findElement(By.tagName("body")).getText();
    }

    /** Clicks an element that a fixed bar at the edge of the window could cover. */
    public void press(WebElement element) {
        driver.executeScript("arguments[0].scrollIntoView({block: 'center'}); arguments[0].click()", element);
    }

    /** Presses the element with exactly this text; a page that draws it anew meanwhile is asked again. */
    public void pressText(String tag, String words) {
        waiting(PATIENCE).until(page -> {
            press(findText(tag, words));
            return true;
        });
    }

    public void scrollTo(WebElement element) {
        driver.executeScript("arguments[0].scrollIntoView({block: 'center'})", element);
    }

    /** Waits until the first of the elements contains this text. */
    public void awaitFirst(String css, String words) {
        waiting(PATIENCE).until(page -> {
            WebElement first =
                    (WebElement) awaited(CSS + "return found?.innerText.includes(arguments[1]) && found;", css, words);
            return first != null && first.getText().contains(words);
        });
    }

    /** Drags one element to the upper part of another with the mouse. */
    public void drag(WebElement from, WebElement to) {
        new org.openqa.selenium.interactions.Actions(driver)
                .moveToElement(from)
                .clickAndHold()
                .moveByOffset(0, -8)
                .moveToElement(to, 0, -to.getSize().getHeight() / 2 + 4)
                .release()
                .perform();
    }

    /** Presses keys on what has the focus. */
    public void type(CharSequence keys) {
        new org.openqa.selenium.interactions.Actions(driver).sendKeys(keys).perform();
    }

    /** All elements that are there now. */
    public List<WebElement> all(String css) {
        return driver.findElements(By.cssSelector(css));
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

    /** The texts of the visible elements. */
    public List<String> shownTexts(String css) {
        return driver.findElements(By.cssSelector(css)).stream()
                .filter(WebElement::isDisplayed)
                .map(element -> element.getText().strip())
                .toList();
    }

    /** Waits until the address of the page contains this. */
    public void awaitAddress(String part) {
        waiting(PATIENCE)
                .withMessage(() -> "The address should contain " + part + ", and is " + driver.getCurrentUrl())
                .until(ExpectedConditions.urlContains(part));
    }

    public String address() {
        return String.valueOf(driver.getCurrentUrl());
    }

    /** Runs a script of the test; the content security policy of the page does not apply to it. */
    public @Nullable Object script(String script, Object... arguments) {
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
        driver.manage().window().setSize(new Dimension(width, height));
    }

    /** Shows pages at this width, in CSS pixels, and in the dark or the light theme, without transitions between them. */
    public void view(int width, int height, boolean dark) {
        view(width, height);
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"),
                                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
    }

    /** The same in the theme that pages have. */
    void view(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** Console errors since the last call, without the one for the HTTP status of the page. */
    public List<String> errors() {
        String page = address();
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
                .map(LogEntry::getMessage)
                .filter(message -> !message.startsWith(page + " - Failed to load resource"))
                .toList();
    }

    /** Hosts that the page requested something from, as {@code scheme://host:port}. */
    @SuppressWarnings("unchecked")
    public List<String> hosts() {
        return (List<String>) driver.executeScript("""
                return [...new Set(performance.getEntriesByType('resource')
                  .map(entry => new URL(entry.name))
                  .filter(url => url.protocol !== 'data:' && url.protocol !== 'blob:')
                  .map(url => url.origin))];
                """);
    }

    /** Runs a script that may take longer than those of tests. */
    @Nullable
    Object inspect(String script, Object... arguments) {
        driver.manage().timeouts().scriptTimeout(PATIENCE);
        try {
            return driver.executeAsyncScript(script, arguments);
        } finally {
            driver.manage().timeouts().scriptTimeout(ANSWER);
        }
    }

    /** How many CSS pixels the page is wider than the window. */
    public long overflow() {
        return (Long) driver.executeScript(
                "return document.documentElement.scrollWidth - document.documentElement.clientWidth;");
    }

    /**
     * What is wrong with a page on a desk and on a phone, in both themes: violations of WCAG 2.2 AA, errors in the
     * console, requests to other hosts, text that leaves its box, values that are not for people, a current tab out of view,
     * and a width from 360 to 1920 px at which the page is wider than the window. Only
     * contrast depends on the theme: the light one is inspected on the desk, the dark one on the phone and then on the desk.
     * The contrast of texts that look the same in all that it depends on is measured once in a JVM, on whichever page.
     *
     * @param name     names the page in faults and screenshots
     * @param open     opens the page and waits for it; called for the desk and again for the phone. Nothing where the
     *     page that is open is inspected in its state
     * @param excluded selectors of third-party parts
     */
    public List<String> faults(String name, Runnable open, String... excluded) {
        return inspector.faults(name, open, excluded);
    }

    /**
     * Violations of the WCAG 2.2 AA rules in the page, as it is seen now.
     *
     * @param excluded selectors of third-party parts
     */
    public List<String> accessibilityViolations(String... excluded) {
        return inspector.violations(excluded);
    }

    /**
     * Texts whose contrast is too low, in the theme that the page has. Nothing else differs between the themes, so this is what
     * is left to ask when {@link #accessibilityViolations} has been asked in the other one.
     */
    public List<String> contrastViolations() {
        return inspector.contrastViolations();
    }

    /**
     * Walks through the page with the tab key, from its beginning, and returns what is wrong: elements that show no
     * focus, that are out of the window, or that the key does not reach.
     */
    public List<String> focusFaults() {
        return inspector.focusFaults();
    }

    /** Ends the session on the server's side of the browser: its cookie is gone. */
    public void loseSession() {
        driver.manage().deleteCookieNamed(SESSION);
    }

    /** Removes all cookies, as a browser does that is closed on a shared computer. */
    public void loseCookies() {
        driver.manage().deleteAllCookies();
    }

    /** Sets a cookie of the page that is open. */
    public void setCookie(String name, String value) {
        driver.manage().addCookie(new org.openqa.selenium.Cookie(name, value, "/"));
    }

    /** Runs scripts of pages again after {@link #withoutScripts}. */
    public void withScripts() {
        scripts = true;
        driver.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", false));
    }

    /** Moves the focus to the element with the tab key alone, as a person without a mouse does. */
    public WebElement tabTo(String css) {
        WebElement wanted = find(css);
        for (int presses = 0; presses < 100; presses++) {
            if (Boolean.TRUE.equals(driver.executeScript("return document.activeElement === arguments[0]", wanted))) {
                return wanted;
            }
            type(Keys.TAB);
        }
        throw new AssertionError("The tab key does not reach " + css);
    }

    /** Signs in at the page that is open. */
    public void signInHere(String email, String password) {
        find("input[name=username]").sendKeys(email);
        find("input[name=password]").sendKeys(password);
        find("button[type=submit]").click();
    }

    /** The page as a PNG. */
    public byte[] image() {
        return driver.getScreenshotAs(OutputType.BYTES);
    }

    /** Stores a screenshot of the page where they are asked for: each takes as long as a small page. */
    public void screenshot(String name) {
        if (!Boolean.getBoolean("enlist.screenshots")) {
            return;
        }
        try {
            Files.createDirectories(SCREENSHOTS);
            Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            forget();
            IDLE.add(driver);
        } catch (WebDriverException e) {
            driver.quit();
            throw e;
        }
    }

    /** Leaves one empty page: what a test sets for its page (headers, theme, network, scripts) ends with that page. */
    private void forget() {
        Set<String> used = driver.getWindowHandles();
        driver.switchTo().newWindow(WindowType.TAB);
        String empty = driver.getWindowHandle();
        used.forEach(page -> driver.switchTo().window(page).close());
        driver.switchTo().window(empty);
        driver.manage().window().setSize(WINDOW);
        driver.executeCdpCommand("Network.clearBrowserCookies", Map.of());
        driver.executeCdpCommand("Storage.clearDataForOrigin", Map.of("origin", url, "storageTypes", "all"));
        driver.manage().logs().get(LogType.BROWSER);
    }
}
