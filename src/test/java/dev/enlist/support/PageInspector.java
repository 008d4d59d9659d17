package dev.enlist.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;

/** Finds what is wrong with the page that a {@link Browser} shows: for eyes, for the keyboard and for assistive technology. */
final class PageInspector {

    /** CSS pixels. */
    private static final int DESK = 1440;

    private static final int PHONE = 390;

    private static final int HEIGHT = 900;

    /** After {@link #PHONE}, which the page has when the widths are tried. */
    private static final int[] WIDTHS = {360, 768, 1280, 1920};

    private static final int MORE_PRESSES = 5;

    private static final int MOST_PRESSES = 300;

    /**
     * What this JVM has walked through with the tab key before the main part of a page, such as the navigation: a number for
     * the kinds and classes of all elements in their order, and of what they are in.
     */
    private static final Set<Object> WALKED = ConcurrentHashMap.newKeySet();

    private static final String HASH = """
            const hash = text => {
              let [high, low] = [0xdeadbeef, 0x41c6ce57];
              for (let at = 0; at < text.length; at++) {
                high = Math.imul(high ^ text.charCodeAt(at), 2654435761);
                low = Math.imul(low ^ text.charCodeAt(at), 1597334677);
              }
              return 4294967296 * (2097151 & (low ^ low >>> 16)) + ((high ^ high >>> 13) >>> 0);
            };
            """;

    private static final String REACHABLE = """
            const reachable = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')]
              .filter(one => one.checkVisibility({visibilityProperty: true}) && !one.disabled && one.tabIndex >= 0);
            """;

    /**
     * The tab key goes on from where the focus was last, even if that element is gone. The walk begins at the main part
     * where another page has shown that the key reaches what is before it; what the focus looks like there is looked at on
     * each page. Returns the number of what is before, and how many presses the walk needs if each element is one.
     */
    private static final String BEGIN_WALK = HASH + """
            const main = document.querySelector('main');
            const before = main ? reachable.filter(one => main.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_PRECEDING) : [];
            const description = one => {
              const parts = [one.type, one.tabIndex];
              for (let box = one; box; box = box.parentElement) {
                parts.push(box.localName, box.getAttribute('class'));
              }
              return parts.join();
            };
            const order = hash(before.map(description).join('; '));
            const isKnown = before.length > 0 && arguments[0].includes(order);
            window.reached = new Set();
            window.focusFaults = [];
            window.walked = false;
            const look = at => {
              window.reached.add(at);
              const box = at.getBoundingClientRect();
              const style = getComputedStyle(at);
              const name = at.outerHTML.slice(0, 120);
              if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2) {
                window.focusFaults.push('no visible focus: ' + name);
              } else if (box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth) {
                window.focusFaults.push('focus outside of the window: ' + name);
              }
            };
            if (isKnown) {
              for (const one of before) {
                one.focus({focusVisible: true});
                if (document.activeElement === one) {
                  look(one);
                }
              }
            }
            const start = document.createElement('span');
            start.tabIndex = -1;
            if (isKnown) {
              main.before(start);
            } else {
              document.body.prepend(start);
            }
            start.focus();
            start.remove();
            document.addEventListener('keyup', () => {
              const at = document.activeElement;
              // the parts of a date are steps of their own
              if (at && at === window.last && ['date', 'time', 'datetime-local', 'month'].includes(at.type)) {
                return;
              }
              window.last = at;
              window.walked ||= !at || at === document.body || window.reached.has(at);
              if (!window.walked) {
                look(at);
              }
            }, {capture: true});
            return [order, reachable.length - window.reached.size + 1];
            """;

    /** For each document: a function that loads axe, and whether scripts of the page ask for the width of the window. */
    private static final String OFFER = """
            {
              const [match, {get}] = [window.matchMedia, Object.getOwnPropertyDescriptor(window, 'innerWidth')];
              window.matchMedia = query => {
                window.widthMatters ||= String(query).includes('width');
                return match.call(window, query);
              };
              Object.defineProperty(window, 'innerWidth', {configurable: true, get() {
                window.widthMatters = true;
                return get.call(window);
              }});
            }
            """ + "window.loadAxe = () => { if (!window.axe) {" + axe() + "\n} };";

    /** Rules of axe by tag. */
    private static final List<String> WCAG = List.of("tag", "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa");

    private static final List<String> CONTRAST = List.of("rule", "color-contrast");

    /**
     * The looks that this JVM has measured and found readable. The look of a text is a number for all that its contrast
     * depends on: the theme, its size, weight, colours and shadow, and what it is in, with the grounds of each. A text that
     * is placed apart from what it is in has its place in its look, as something else may lie behind it. Contrast is most of an
     * inspection, and most texts of a page look like those of the page before.
     */
    private static final Set<Object> READABLE = ConcurrentHashMap.newKeySet();

    private static final String LOOKS = HASH + """
            const theme = `${matchMedia('(prefers-color-scheme: dark)').matches} ${getComputedStyle(document.documentElement).colorScheme}`;
            const grounds = new Map();
            const ground = element => {
              if (!element) {
                return {colours: hash(theme), place: 0, apart: false};
              }
              if (!grounds.has(element)) {
                const behind = ground(element.parentElement);
                const {backgroundColor, backgroundImage, opacity, position} = getComputedStyle(element);
                grounds.set(element, {
                  colours: hash([behind.colours, element.tagName, element.getAttribute('class'), backgroundColor, backgroundImage,
                    opacity].join()),
                  place: hash([behind.place, [...element.parentElement?.children ?? []].indexOf(element)].join()),
                  apart: behind.apart || position === 'absolute' || position === 'fixed' || element instanceof SVGElement
                });
              }
              return grounds.get(element);
            };
            const looks = new Map();
            const look = element => {
              if (!looks.has(element)) {
                const {colours, place, apart} = ground(element);
                const {color, fontSize, fontWeight, textShadow} = getComputedStyle(element);
                looks.set(element, hash([colours, apart ? place : '', color, fontSize, fontWeight, textShadow].join()));
              }
              return looks.get(element);
            };
            const unread = ['hidden', 'range', 'color', 'checkbox', 'radio', 'image'];
            const hasText = element => element.matches('input, select, textarea') ? !unread.includes(element.type)
                : element.localName !== 'option'
                  && [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
            const isClipped = box => (box.clientWidth <= 1 || box.clientHeight <= 1) && getComputedStyle(box).overflow !== 'visible';
            const isSeen = element => {
              const {right, bottom} = element.getBoundingClientRect();
              if (right + scrollX <= 0 || bottom + scrollY <= 0
                  || !element.checkVisibility({opacityProperty: true, visibilityProperty: true})) {
                return false;
              }
              let box = element;
              while (box && !isClipped(box)) {
                box = box.parentElement;
              }
              return !box;
            };
            """;

    /**
     * Runs rules of axe. Its rule of contrast gets the texts whose looks are not known to be readable, and those in shadows and
     * frames, whose looks this does not know. A look is readable when axe has measured a sufficient ratio: not when the text
     * was hidden, or axe could not tell.
     */
    private static final String INSPECT = LOOKS + """
            const [type, values, excluded, known, done] = arguments;
            const readable = new Set(known);
            // the contrast of a text with an image of its own behind it is not known
            const isMeasured = element => readable.has(look(element)) || getComputedStyle(element).backgroundImage !== 'none';
            const measured = [];
            const load = page => {
              try {
                page.loadAxe();
              } catch (closed) {
                return; // a frame with an origin of its own, such as a document in a sandbox
              }
              for (let n = 0; n < page.frames.length; n++) {
                load(page.frames[n]);
              }
            };
            const unmeasured = () => [...document.body.querySelectorAll('*')].some(element =>
                element.shadowRoot || element.matches('iframe')
                || hasText(element) && !isMeasured(element) && !element.closest(':disabled, [aria-disabled=true]')
                    && isSeen(element));
            const inspect = async () => {
              if (type === 'rule' && !unmeasured()) {
                return [];
              }
              if (!window.loadAxe) {
                return;
              }
              load(window);
              const rule = axe._audit.rules.find(({id}) => id === 'color-contrast');
              const check = axe._audit.checks['color-contrast'];
              const [matches, evaluate] = [rule.matches, check.evaluate];
              const isKnown = element => element.getRootNode() === document && isMeasured(element);
              rule.matches = (element, ...more) => (element.getRootNode() !== document || hasText(element) && !isKnown(element))
                  && matches.call(rule, element, ...more);
              check.evaluate = function(element, ...more) {
                if (isKnown(element)) {
                  return true;
                }
                const tell = this.data;
                let ratio;
                this.data = details => {
                  ratio = details?.contrastRatio;
                  return tell.call(this, details);
                };
                const sufficient = evaluate.call(this, element, ...more);
                if (sufficient === true && ratio && element.getRootNode() === document) {
                  readable.add(look(element));
                  measured.push(look(element));
                }
                return sufficient;
              };
              try {
                const exclude = excluded.map(selector => [selector]);
                return (await axe.run({exclude}, {runOnly: {type, values}, resultTypes: ['violations']})).violations;
              } finally {
                [rule.matches, check.evaluate] = [matches, evaluate];
              }
            };
            // a theme that has just changed is drawn first
            new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))
              .then(inspect)
              .then(violations => done(violations ? {measured, violations: violations.map(
                  rule => `${rule.id}: ${rule.help} [${rule.nodes.map(node => node.html).join(', ')}]`)} : {}))
              .catch(error => done({measured: [], violations: ['axe failed: ' + error]}));
            """;

    private final Browser browser;
    private final ChromeDriver driver;
    private final String url;
    private boolean offered;

    /** @param url the only host from which the page may request something */
    PageInspector(Browser browser, ChromeDriver driver, String url) {
        this.browser = browser;
        this.driver = driver;
        this.url = url;
    }

    /**
     * From the first inspection of a test, each new document of its window gets a function that loads the rules of
     * accessibility: to send their half a megabyte to the browser for each inspection takes longer than the inspection. A
     * document that is open already gets it when it is inspected.
     */
    private void offer() {
        if (!offered) {
            driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", OFFER));
            offered = true;
        }
    }

    /** The same for the document that is open, and for those of its frames. */
    private void offerHere() {
        driver.executeScript(OFFER);
        for (WebElement frame : driver.findElements(By.tagName("iframe"))) {
            driver.switchTo().frame(frame);
            offerHere();
            driver.switchTo().parentFrame();
        }
    }

    private static String axe() {
        try (InputStream script = PageInspector.class.getResourceAsStream("/axe.min.js")) {
            return new String(
                    Objects.requireNonNull(script, "axe.min.js of the dependency axe-core/selenium")
                            .readAllBytes(),
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** See {@link Browser#faults}. */
    List<String> faults(String name, Runnable open, String... excluded) {
        offer();
        List<String> faults = new ArrayList<>();
        boolean load = true;
        for (int width : new int[] {DESK, PHONE}) {
            boolean dark = width == PHONE;
            browser.view(width, HEIGHT, dark);
            if (load) {
                open.run();
                load = Boolean.TRUE.equals(driver.executeScript("return window.widthMatters"));
            }
            String where = name + " at " + width + ": ";
            browser.errors().forEach(error -> faults.add(where + error));
            browser.hosts().stream()
                    .filter(host -> !host.equals(url))
                    .forEach(host -> faults.add(where + "requests to " + host));
            violations(excluded).forEach(violation -> faults.add(where + violation));
            visibleFaults(excluded).forEach(fault -> faults.add(where + fault));
            browser.screenshot(name + "-" + width + (dark ? "-dark" : ""));
        }
        overflow(name, PHONE, faults);
        for (int width : WIDTHS) {
            browser.view(width, HEIGHT);
            overflow(name, width, faults);
        }
        // most texts look the same on the phone: little is left to measure
        browser.view(DESK, HEIGHT);
        violations(CONTRAST, excluded).forEach(violation -> faults.add(name + " at " + DESK + ": dark: " + violation));
        browser.screenshot(name + "-" + DESK + "-dark");
        browser.view(DESK, HEIGHT, false);
        return faults;
    }

    private void overflow(String name, int width, List<String> faults) {
        long overflow = browser.overflow();
        if (overflow > 0) {
            faults.add(name + " at " + width + ": " + overflow + " px wider than the window");
        }
    }

    /**
     * What a person sees at once and the rules of accessibility do not: text wider than its button, badge, card or cell;
     * ids and values of scripts instead of words; a row of tabs that shows other tabs than the current one.
     */
    @SuppressWarnings("unchecked")
    private List<String> visibleFaults(String... excluded) {
        Object found = driver.executeScript("""
                const excluded = arguments[0];
                const shown = element => element.checkVisibility({visibilityProperty: true})
                    && !element.closest('[popover]:not(:popover-open), [inert]') && !excluded.some(css => element.closest(css));
                const short = element => element.outerHTML.slice(0, 160);
                const faults = [];
                for (const box of document.querySelectorAll('.btn, button, .badge, .chip, .card, td, th')) {
                  if (box.scrollWidth > box.clientWidth + 1 && box.clientWidth > 1
                      && getComputedStyle(box).overflowX === 'visible' && shown(box)) {
                    faults.push(`text leaves its box by ${box.scrollWidth - box.clientWidth} px: ${short(box)}`);
                  }
                }
                const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
                for (let text = texts.nextNode(); text; text = texts.nextNode()) {
                  const raw = /\\b(undefined|NaN)\\b|^\\s*null\\s*$|\\[object |^\\s*c[a-z0-9]{24}\\s*$/.exec(text.data)?.[0];
                  const parent = text.parentElement;
                  if (raw && !parent.closest('script, style, code, pre, textarea, .code') && shown(parent)) {
                    faults.push(`not for people: ${raw} in ${short(parent)}`);
                  }
                }
                for (const tab of document.querySelectorAll('.tabs [aria-current], .tabs [aria-selected="true"]')) {
                  const [at, row] = [tab.getBoundingClientRect(), tab.closest('.tabs').getBoundingClientRect()];
                  if (shown(tab) && (at.left < row.left - 1 || at.right > row.right + 1) && at.width < row.width) {
                    faults.push(`the current tab is out of view: ${short(tab)}`);
                  }
                }
                return faults;
                """, List.of(excluded));
        return (List<String>) Objects.requireNonNull(found);
    }

    /** See {@link Browser#accessibilityViolations}. */
    List<String> violations(String... excluded) {
        return violations(WCAG, excluded);
    }

    /** See {@link Browser#contrastViolations}. */
    List<String> contrastViolations() {
        return violations(CONTRAST);
    }

    /** @param chosen {@code tag} or {@code rule}, and which of them */
    @SuppressWarnings("unchecked")
    private List<String> violations(List<String> chosen, String... excluded) {
        offer();
        Map<String, List<Object>> found = (Map<String, List<Object>>) Objects.requireNonNull(browser.inspect(
                INSPECT, chosen.get(0), chosen.subList(1, chosen.size()), List.of(excluded), List.copyOf(READABLE)));
        if (found.isEmpty()) {
            offerHere();
            return violations(chosen, excluded);
        }
        READABLE.addAll(found.get("measured"));
        return found.get("violations").stream().map(String::valueOf).toList();
    }

    /** See {@link Browser#focusFaults}. */
    @SuppressWarnings("unchecked")
    List<String> focusFaults() {
        List<Object> begun = (List<Object>)
                Objects.requireNonNull(driver.executeScript(REACHABLE + BEGIN_WALK, List.copyOf(WALKED)));
        // many presses are one command to the browser; the page looks at each step itself
        int presses = Math.toIntExact((Long) begun.get(1));
        for (int pressed = 0; pressed < MOST_PRESSES && !isWalked(); ) {
            browser.type(Keys.TAB.toString().repeat(presses));
            pressed += presses;
            presses = MORE_PRESSES;
        }
        List<String> faults = new ArrayList<>((List<String>) driver.executeScript("return window.focusFaults"));
        faults.addAll((List<String>) driver.executeScript(REACHABLE + """
                return reachable.filter(one => !window.reached.has(one) && !(one.type === 'radio' && one.name))
                  .map(one => 'not reached by the tab key: ' + one.outerHTML.slice(0, 120));
                """));
        if (faults.isEmpty()) {
            WALKED.add(begun.get(0));
        }
        return faults;
    }

    private boolean isWalked() {
        return Boolean.TRUE.equals(driver.executeScript("return window.walked"));
    }
}
