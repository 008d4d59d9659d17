package dev.enlist.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The inspection of pages finds the faults of a page that has one of each kind, and none in a page without faults. */
@EnabledIf("dev.enlist.support.Browser#isInstalled")
class BrowserIT {

    private static final String FAULTLESS = """
            <!doctype html><html lang="en"><head><title>Faultless</title>
            <style>a:focus, button:focus { outline: 3px solid black; }</style></head>
            <body><main><h1>Faultless</h1><a href="/next">Next</a> <button>Save</button></main></body></html>
            """;

    private static final String FAULTY = """
            <!doctype html><html lang="en"><head><title>Faulty</title><style>
              .pale { color: #ccc; background: #fff; }
              @media (prefers-color-scheme: dark) { .dark, .narrow { color: #222; background: #000; } }
              .phone { display: none; }
              @media (max-width: 500px) { .phone { display: block; } }
              @media (min-width: 501px) { .narrow { color: #fff; background: #000; } }
              .wide { width: 1000px; }
              :focus { outline: 3px solid black; }
              .unseen:focus { outline: none; }
              .away { position: fixed; left: -500px; }
            </style></head><body><main><h1>Faulty</h1>
            <p class="pale">Pale</p><p class="dark">Dark</p><p class="dark phone">Phone</p>
            <p class="narrow">Narrow</p><p class="wide">Wide</p>
            <input class="unlabelled">
            <a class="unseen" href="/next">Unseen</a>
            <a class="away" href="/next">Away</a>
            <iframe src="/frame" title="A frame"></iframe>
            <script>console.error('A fault in the console');</script>
            </main></body></html>
            """;

    private static final String FRAME = """
            <!doctype html><html lang="en"><head><title>Frame</title></head>
            <body><main><img src="data:," class="in-the-frame">
            <p style="color: #777; background: #666">Pale in the frame</p></main></body></html>
            """;

    /** Texts of one class; the style sheet and what comes after them differ from page to page. */
    private static final String NOTES = """
            <!doctype html><html lang="en"><head><title>Notes</title><style>
              .note { color: #222; background: #fff; }
              .bare { color: #222; }
              %s
            </style></head><body><main><h1>Notes</h1><p class="note">First</p><p class="note">Second</p>
            <p class="bare">Third</p>%s</main></body></html>
            """;

    /** A page whose script decides by the width, once, what is there. */
    private static final String DECIDED = """
            <!doctype html><html lang="en"><head><title>Decided</title></head><body><main><h1>Decided</h1>
            <script>
              if (%s) {
                document.querySelector('main').append(document.createElement('input'));
              }
            </script></main></body></html>
            """;

    /** A page that goes to another one, where something happens later. */
    private static final String LEAVING = """
            <!doctype html><html lang="en"><head><title>Leaving</title></head><body><main><h1>Leaving</h1>
            <script>setTimeout(() => location.assign('/arriving'), 200);</script></main></body></html>
            """;

    private static final String ARRIVING = """
            <!doctype html><html lang="en"><head><title>Arriving</title></head><body><main><h1>Arriving</h1>
            <input value="empty" hidden>
            <script>
              setTimeout(() => {
                document.querySelector('h1').insertAdjacentHTML('afterend', '<p>Late words</p>');
                setTimeout(() => { document.querySelector('input').hidden = false; }, 200);
                setTimeout(() => { document.querySelector('input').value = 'full'; }, 400);
              }, 200);
            </script></main></body></html>
            """;

    /** A page with a navigation; the style sheet and the script differ from page to page. */
    private static final String FRAMED = """
            <!doctype html><html lang="en"><head><title>Framed</title><style>
              :focus { outline: 3px solid black; }
              %s
            </style></head><body><nav><a class="entry" href="/one">One</a> <a class="entry" href="/two">Two</a></nav>
            <main><h1>Framed</h1><a href="/three">Three</a></main>
            <script>%s</script></body></html>
            """;

    /** What a person does not see although the browser draws it, and words in parts. */
    private static final String WORDS = """
            <!doctype html><html lang="en"><head><title>Words</title></head><body><main><h1>Words</h1>
            <p>Plain words</p><p>Words in <b>two</b> parts</p>
            <p style="opacity: 0">Transparent words</p>
            <div style="width: 1px; height: 1px; overflow: hidden; position: absolute"><p>Clipped words</p></div>
            <p style="visibility: hidden">Invisible words</p>
            <p style="opacity: 0">Repeated words</p><p>Repeated words</p></main></body></html>
            """;

    /** Two steps that can be undone for a time, and what is ordered with a delay. */
    private static final String UNDO = """
            <!doctype html><html lang="en"><head><title>Undo</title></head><body><main><h1>Undo</h1><p>Nothing</p></main>
            <script>
              const say = words => { document.querySelector('p').textContent += words; };
              window.after = (seconds, words) => setTimeout(() => say(words), seconds * 1000);
              window.order = delaySeconds => fetch('/order', {method: 'POST', body: JSON.stringify({delaySeconds})})
                .then(answer => answer.text()).then(say, failure => say(failure.message));
            </script></body></html>
            """;

    private final List<String> loaded = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        Map<String, String> pages = Map.ofEntries(
                Map.entry("/faultless", FAULTLESS),
                Map.entry("/faulty", FAULTY),
                Map.entry("/frame", FRAME),
                Map.entry("/words", WORDS),
                Map.entry("/undo", UNDO),
                Map.entry("/framed", FRAMED.formatted("", "")),
                Map.entry("/framed/unseen", FRAMED.formatted(".entry:focus { outline: none; }", "")),
                Map.entry("/framed/away", FRAMED.formatted(".entry:focus { position: fixed; left: -500px; }", "")),
                Map.entry("/framed/inert", FRAMED.formatted("", "document.querySelector('nav').inert = true")),
                Map.entry("/framed/skipped", FRAMED.formatted("", """
                        document.querySelector('.entry').className = 'skipped';
                        document.addEventListener('focusin', ({target}) => target.className === 'skipped' && target.blur());
                        """)),
                Map.entry("/leaving", LEAVING),
                Map.entry("/arriving", ARRIVING),
                Map.entry("/decided/media", DECIDED.formatted("matchMedia('(max-width: 30rem)').matches")),
                Map.entry("/decided/window", DECIDED.formatted("innerWidth < 500")),
                Map.entry("/notes", NOTES.formatted("", "")),
                Map.entry("/notes/pale", NOTES.formatted(".note:nth-of-type(2) { color: #bbb; }", "")),
                Map.entry("/notes/dark", NOTES.formatted("""
                        @media (prefers-color-scheme: dark) { .note { background: #333; } }
                        """, "")),
                Map.entry("/notes/phone", NOTES.formatted("""
                        @media (max-width: 500px) { .note { color: #bbb; } }
                        """, "")),
                Map.entry(
                        "/notes/ground", NOTES.formatted("main { background: #333; } .note { background: none; }", "")),
                Map.entry("/notes/faint", NOTES.formatted("main { opacity: 0.3; }", "")),
                Map.entry("/notes/over", NOTES.formatted("""
                        .box { background: #333; height: 80px; width: 300px; position: absolute; bottom: 0; left: 0; }
                        .bare { position: absolute; bottom: 20px; left: 20px; z-index: 1; }
                        """, """
                        <div class="box"></div>
                        """)));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            loaded.add(exchange.getRequestURI().getPath());
            byte[] page = exchange.getRequestMethod().equals("POST")
                    ? exchange.getRequestBody().readAllBytes()
                    : pages.getOrDefault(exchange.getRequestURI().getPath(), "").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/html; charset=utf-8");
            exchange.sendResponseHeaders(200, page.length == 0 ? -1 : page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aPageWithOneFaultOfEachKind() {
        try (Browser browser = open()) {
            List<String> faults = browser.faults("Faulty", () -> browser.go("/faulty"));
            assertThat(faults)
                    .anyMatch(fault -> fault.contains("at 1440: color-contrast") && fault.contains("pale"))
                    .anyMatch(fault -> fault.contains("at 1440: dark: color-contrast") && fault.contains("Dark"))
                    .anyMatch(fault -> fault.contains("at 390: color-contrast")
                            && fault.contains("Phone")
                            && fault.contains("Narrow")
                            && fault.contains("Pale in the frame"))
                    .anyMatch(fault -> fault.contains("label: ") && fault.contains("unlabelled"))
                    .anyMatch(fault -> fault.contains("image-alt: ") && fault.contains("in-the-frame"))
                    .anyMatch(fault -> fault.contains("A fault in the console"))
                    .anyMatch(fault -> fault.contains("at 390: ") && fault.contains("wider than the window"))
                    .anyMatch(fault -> fault.contains("at 360: ") && fault.contains("wider than the window"))
                    .noneMatch(fault -> fault.contains("at 1280: "));

            browser.go("/faulty");
            assertThat(browser.focusFaults())
                    .anyMatch(fault -> fault.startsWith("no visible focus") && fault.contains("unseen"))
                    .anyMatch(fault -> fault.startsWith("focus outside of the window") && fault.contains("away"))
                    .hasSize(2);
        }
    }

    @Test
    void onlyContrastIsAskedForInTheOtherTheme() {
        try (Browser browser = open()) {
            browser.view(1440, 900, true);
            browser.go("/faulty");
            assertThat(browser.contrastViolations())
                    .singleElement()
                    .asString()
                    .startsWith("color-contrast: ")
                    .contains("Pale", "Dark");
            browser.view(1440, 900, false);
            assertThat(browser.contrastViolations())
                    .singleElement()
                    .asString()
                    .contains("Pale")
                    .doesNotContain("Dark");
        }
    }

    @Test
    void aPageWithoutFaults() {
        try (Browser browser = open()) {
            assertThat(browser.faults("Faultless", () -> browser.go("/faultless")))
                    .isEmpty();
            assertThat(browser.focusFaults()).isEmpty();
        }
    }

    /** The first page has made the look of its texts known; each of the others changes something in it. */
    @ParameterizedTest
    @CsvSource({
        "pale, 'at 1440: color-contrast', Second, First",
        "dark, 'at 1440: dark: color-contrast', First, Notes",
        "phone, 'at 390: color-contrast', First, Notes",
        "ground, 'at 1440: color-contrast', First, Seconds",
        "faint, 'at 1440: color-contrast', First, Seconds",
        "over, 'at 1440: color-contrast', Third, First"
    })
    void aTextIsMeasuredAgainWhenItsLookIsAnother(String page, String where, String faulty, String faultless) {
        try (Browser browser = open()) {
            assertThat(browser.faults("Notes", () -> browser.go("/notes"))).isEmpty();
            assertThat(browser.faults("Notes", () -> browser.go("/notes"))).isEmpty();
            assertThat(browser.faults("Notes", () -> browser.go("/notes/" + page)))
                    .anyMatch(fault ->
                            fault.contains(where) && fault.contains(faulty) && !fault.contains(">" + faultless + "<"));
        }
    }

    @Test
    void aPageIsLoadedOnceUnlessItsScriptsAskForTheWidth() {
        try (Browser browser = open()) {
            assertThat(browser.faults("Notes", () -> browser.go("/notes"))).isEmpty();
            assertThat(loaded).containsOnlyOnce("/notes");
            for (String page : List.of("/decided/media", "/decided/window")) {
                assertThat(browser.faults("Decided", () -> browser.go(page)))
                        .hasSize(1)
                        .allMatch(fault -> fault.contains("at 390: label: "));
            }
        }
    }

    @Test
    void whatIsOpenAlreadyIsInspectedWithItsFrames() {
        try (Browser browser = open()) {
            browser.go("/faulty");
            assertThat(browser.accessibilityViolations())
                    .anyMatch(fault -> fault.contains("image-alt: ") && fault.contains("in-the-frame"));
        }
    }

    /** The first page has made its navigation known. */
    @Test
    void whatIsBeforeTheMainPartIsWalkedThroughOnce() {
        try (Browser browser = open()) {
            for (int n = 0; n < 2; n++) {
                browser.go("/framed");
                browser.script("window.pressed = 0; addEventListener('keydown', () => { window.pressed++; })");
                assertThat(browser.focusFaults()).isEmpty();
                assertThat(browser.script("return window.pressed")).isEqualTo(n == 0 ? 4L : 2L);
            }
            browser.go("/framed/unseen");
            assertThat(browser.focusFaults()).hasSize(2).allMatch(fault -> fault.startsWith("no visible focus"));
            browser.go("/framed/away");
            assertThat(browser.focusFaults()).hasSize(2).allMatch(fault -> fault.startsWith("focus outside"));
            browser.go("/framed/inert");
            assertThat(browser.focusFaults()).hasSize(2).allMatch(fault -> fault.startsWith("not reached"));
            browser.go("/framed/skipped");
            assertThat(browser.focusFaults())
                    .anyMatch(fault -> fault.startsWith("not reached") && fault.contains("/one"));
        }
    }

    @Test
    void waitsGoOnAcrossPagesAndChanges() {
        try (Browser browser = open()) {
            browser.go("/leaving");
            browser.awaitText("Late words");
            assertThat(browser.count("input")).isOne();
            browser.find("input");
            browser.awaitValue("input", "full");
            assertThatThrownBy(() -> browser.awaitScript("return no.such.thing"))
                    .hasMessageContaining("no is not defined");

            browser.go("/leaving");
            browser.findBeginning("p", "Late");
            browser.go("/leaving");
            browser.await("p", 1);
        }
    }

    @Test
    void wordsAreThoseThatAPersonSees() {
        try (Browser browser = open()) {
            browser.go("/words");
            for (String seen : List.of("Plain words", "Words in two parts", "Repeated words")) {
                browser.awaitText(seen);
            }
            for (String unseen : List.of("Transparent words", "Clipped words", "Invisible words", "No words")) {
                assertThatThrownBy(() -> browser.awaitText(unseen, Duration.ofMillis(200)))
                        .hasMessageContaining("The page should say: " + unseen);
            }
        }
    }

    @Test
    void theTimeForUndoPassesWhenTheTestSaysSo() {
        try (Browser browser = open()) {
            browser.go("/undo");
            browser.holdTimeForUndo();
            assertThatThrownBy(browser::endTimeForUndo).hasMessageContaining("nothing to undo");
            browser.script("after(10, ' decided'); clearTimeout(after(10, ' undone')); after(11, ' something else')");
            assertThat(browser.text()).contains("Nothing").doesNotContain("decided");
            browser.endTimeForUndo();
            browser.awaitText("Nothing decided");
            assertThatThrownBy(browser::endTimeForUndo).hasMessageContaining("nothing to undo");

            browser.script("order(10)");
            browser.awaitText("{\"delaySeconds\":1}");
            browser.script("order(9)");
            browser.awaitText("a delay of 9 seconds");
            assertThat(browser.text()).doesNotContain("undone", "something else");
        }
    }

    private Browser open() {
        return Browser.open("http://127.0.0.1:" + server.getAddress().getPort());
    }
}
