package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.shared.Cuid;
import dev.enlist.support.Api;
import dev.enlist.support.Json;
import dev.enlist.support.Reply;
import dev.enlist.support.World;
import dev.enlist.tenancy.WorkspaceRef;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * The complete sign-in at a provider and its failures, with rate limits small enough to reach. Run by
 * {@link PackagedNodeIT}.
 */
abstract class SignInAtProvider {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Api administrator;
    private final PlantedValues planted;
    private final String url;
    private World world;

    /** @param planted values that the logs must not contain; the people of the tests are added */
    SignInAtProvider(Api administrator, PlantedValues planted) {
        this.administrator = administrator;
        this.planted = planted;
        // as the provider knows it
        this.url = administrator.url().replace("localhost", "127.0.0.1");
    }

    @BeforeEach
    void aKeyOfItsOwn() {
        world = new World(new WorkspaceRef("", ""), another());
    }

    /** A client with its own rate limit: limits count per key. */
    private Api another() {
        return administrator.with(administrator
                .post("/apiKeys", "{\"name\": \"Test\"}")
                .created()
                .path("key")
                .asText());
    }

    private String member(String signIn) {
        String email = planted.add(Cuid.next() + "@example.com");
        world.api()
                .post(
                        "/users",
                        Json.object("{\"displayName\": \"Ola\", \"roles\": [\"reviewer\"]}")
                                .put("email", email)
                                .put("signIn", signIn))
                .created();
        return email;
    }

    /** The address to which the provider redirects the browser. */
    private URI atProvider(String authorize, String person, String verified) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(authorize))
                .header("X-Person", person)
                .header("X-Verified", verified)
                .header("Accept", "text/html")
                .GET()
                .build();
        try {
            HttpResponse<String> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(302);
            return URI.create(response.headers().firstValue("Location").orElseThrow());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String toProvider(Browser browser, String registration) {
        Reply reply = browser.get("/oauth2/authorization/" + registration).expect(302);
        return reply.header("Location").orElseThrow();
    }

    private static Reply back(Browser browser, URI location) {
        return browser.get(location.getRawPath() + "?" + location.getRawQuery());
    }

    private static void refused(Browser browser, Reply back, String words) {
        assertThat(back.expect(403).text()).contains(words);
        assertThat(browser.get("/session").status()).isEqualTo(401);
        assertThat(browser.get("/camunda/app/tasklist/default/").status()).isEqualTo(302);
    }

    @Test
    void aMemberComesInAndWorksAsWithAPassword() {
        String email = member("openid");
        String enrollment = world.submittedEnrollment(world.instance());
        Browser browser = new Browser(url);
        assertThat(browser.get("/login").text()).contains("/oauth2/authorization/house", "The Company");
        String before = browser.cookie("JSESSIONID").orElse("");

        URI location = atProvider(toProvider(browser, "house"), email.toUpperCase(java.util.Locale.ROOT), "true");
        Reply in = back(browser, location);

        assertThat(in.expect(302).header("Location").orElse("")).doesNotContain("error");
        assertThat(browser.cookie("JSESSIONID").orElseThrow()).isNotEqualTo(before);
        assertThat(browser.get("/session").ok().path("email").asText()).isEqualTo(email);
        assertThat(browser.get(Browser.ENGINE + "/task?maxResults=50")
                        .expect(200)
                        .text())
                .contains("Review enrollment");
        browser.api("POST", "/enrollments/" + enrollment + "/approve", "application/json", "{}")
                .ok();
        assertThat(world.api().get("/enrollments/" + enrollment + "/history").text())
                .contains("\"name\":\"Ola\"");
        Browser again = new Browser(url);
        refused(again, back(again, location), "The sign-in at your provider failed. Try again.");
    }

    @Test
    @EnabledIf("dev.enlist.support.Browser#isInstalled")
    void aLinkToATaskSurvivesTheSignInAtTheProvider() {
        String email = member("openid");
        String enrollment = world.submittedEnrollment(world.instance());
        Browser reviewer = new Browser(url);
        back(reviewer, atProvider(toProvider(reviewer, "house"), email, "true")).expect(302);
        String task = reviewer.get(Browser.ENGINE + "/task?maxResults=1&processInstanceBusinessKey=" + enrollment)
                .ok()
                .at("/0/id")
                .asText();
        String tasklist = "/camunda/app/tasklist/default/";
        try (dev.enlist.support.Browser browser = dev.enlist.support.Browser.open(url)) {
            browser.sendHeaders(Map.of("X-Person", email, "X-Verified", "true"));
            browser.go(tasklist + "#/?task=" + task);
            browser.awaitAddress("/login");
            browser.find("input[name=password]");
            browser.clickText("a", "Sign in with The Company");
            browser.awaitText("Suzie Homeowner");
            assertThat(browser.address()).contains(tasklist).contains(task);

            browser.loseSession();
            browser.go("/login?continue=" + tasklist + "#/?task=" + task);
            browser.clickText("a", "Sign in with The Company");
            browser.awaitText("Suzie Homeowner");
            assertThat(browser.address()).contains(tasklist).contains(task);
        }
    }

    @Test
    void whoIsNotKnownIsRefusedAndNoAccountIsMade() {
        String email = planted.add(Cuid.next() + "@example.com");
        Browser browser = new Browser(url);
        refused(
                browser,
                back(browser, atProvider(toProvider(browser, "house"), email, "true")),
                "No account has your e-mail address.");
        assertThat(world.api().get("/users").text()).doesNotContain(email);
    }

    @Test
    void anEmailMustBeVerified() {
        String email = member("password");
        for (String verified : new String[] {"false", "none"}) {
            Browser browser = new Browser(url);
            refused(
                    browser,
                    back(browser, atProvider(toProvider(browser, "house"), email, verified)),
                    "Your provider has not verified your e-mail address.");
        }
    }

    @Test
    void stateAndNonceMustBeThoseOfTheBrowser() {
        String email = member("password");
        String failed = "The sign-in at your provider failed. Try again.";

        Browser ofState = new Browser(url);
        URI location = atProvider(toProvider(ofState, "house"), email, "true");
        URI otherState = URI.create(location.toString().replaceAll("state=[^&]*", "state=forged"));
        refused(ofState, back(ofState, otherState), failed);

        Browser victim = new Browser(url);
        victim.get("/login");
        URI ofAttacker = atProvider(toProvider(new Browser(url), "house"), email, "true");
        refused(victim, back(victim, ofAttacker), failed);

        Browser ofNonce = new Browser(url);
        String authorize = toProvider(ofNonce, "house");
        assertThat(authorize).contains("nonce=");
        refused(
                ofNonce,
                back(ofNonce, atProvider(authorize.replaceAll("nonce=[^&]*", "nonce=forged"), email, "true")),
                failed);
    }

    @Test
    void theTokenMustBeSignedByTheProvider() {
        String email = member("password");
        Browser browser = new Browser(url);
        refused(
                browser,
                back(browser, atProvider(toProvider(browser, "forged"), email, "true")),
                "The sign-in at your provider failed. Try again.");
    }

    @Test
    void tooManyRequestsAreRefusedWithAWaitingTime() {
        Reply last = world.api().get("/programs");
        for (int i = 0; i < 600 && last.status() == 200; i++) {
            last = world.api().get("/programs");
        }
        last.problem(429, "rate-limited");
        assertThat(last.header("Retry-After")).contains("1");
        assertThat(last.header("RateLimit").orElse("")).startsWith("\"caller\";r=0;t=");
        assertThat(last.header("X-Content-Type-Options")).contains("nosniff");
        another().get("/programs").ok();
    }

    @Test
    void failedKeysAreLimitedAndOtherCallersAreNotLockedOut() {
        Api known = world.api();
        known.send("/programs", r -> r.header("X-Forwarded-For", "198.51.100.7").GET())
                .ok();
        Api guesser = world.api().with("enl_" + "x".repeat(42));
        Reply last = guess(guesser);
        for (int i = 0; i < 60 && last.status() == 401; i++) {
            last = guess(guesser);
        }
        last.problem(429, "rate-limited");
        known.send("/programs", r -> r.header("X-Forwarded-For", "198.51.100.7").GET())
                .ok();
        guesser.get("/programs").problem(401, "unauthenticated");
    }

    private static Reply guess(Api guesser) {
        return guesser.send(
                "/programs", r -> r.header("X-Forwarded-For", "198.51.100.7").GET());
    }
}
