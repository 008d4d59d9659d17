package dev.enlist.access.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.process.Browser;
import dev.enlist.shared.Cuid;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Links;
import dev.enlist.support.RawHttp;
import dev.enlist.support.Reply;
import dev.enlist.support.StatementCounter;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.Role;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.web.servlet.handler.HandlerMappingIntrospector;

/** Security headers, request size limits, and the start and end of sessions. */
@EnlistIT
class EdgesIT {

    private static final String PASSWORD = "a long enough password";
    private static final String JSON = "application/json";

    @Autowired
    Worlds worlds;

    @Autowired
    StatementCounter statements;

    @Autowired
    ApplicationContext context;

    World world;

    @BeforeEach
    void organization() {
        world = worlds.shared(this);
    }

    private static void hardened(Reply reply) {
        assertThat(reply.header("X-Content-Type-Options")).contains("nosniff");
        assertThat(reply.header("Referrer-Policy")).contains("same-origin");
        assertThat(reply.header("Permissions-Policy").orElse("")).contains("camera=()");
        assertThat(reply.header("Cross-Origin-Opener-Policy")).contains("same-origin");
        assertThat(reply.header("Cache-Control").orElse("")).contains("no-store");
        assertThat(reply.header("Content-Security-Policy").orElse("")).contains("frame-ancestors 'none'");
        assertThat(reply.response().headers().allValues("Content-Security-Policy"))
                .hasSize(1);
        assertThat(reply.header("Strict-Transport-Security")).isEmpty();
        assertThat(reply.header("Server")).isEmpty();
        assertThat(reply.header("X-Powered-By")).isEmpty();
    }

    /** Spring Security would resolve the handler before its filters too; see SingleHandlerLookup. */
    @Test
    void theOperationOfARequestIsLookedForOnce() {
        assertThat(context.getBeanNamesForType(HandlerMappingIntrospector.class))
                .isEmpty();
    }

    @Test
    void answersOfTheApiAreNoPagesAndKeptByNobody() {
        String program = world.program();
        for (Reply reply : List.of(
                world.api().get("/programs/" + program).expect(200),
                world.api().get("/programs/none").expect(404),
                world.api().with("").get("/programs").expect(401),
                world.api().post("/programs", "{").expect(400))) {
            hardened(reply);
            assertThat(reply.header("Content-Security-Policy")).contains("default-src 'none'; frame-ancestors 'none'");
        }
    }

    @Test
    void pagesRunTheirOwnScriptsAlone() {
        Browser browser = new Browser(world.api().url());
        Reply login = browser.get("/login").expect(200);
        hardened(login);
        assertThat(login.header("Content-Security-Policy").orElse(""))
                .startsWith("default-src 'none'; style-src 'self'")
                .contains("form-action 'self'");
        assertThat(login.text()).doesNotContainPattern("<script(?![^>]*src=)").doesNotContain("style=", "oauth2");

        Reply docs = browser.get("/swagger-ui/index.html").expect(200);
        assertThat(docs.header("Content-Security-Policy").orElse(""))
                .contains("script-src 'self';", "connect-src 'self'", "frame-ancestors 'none'");
        assertThat(docs.text()).doesNotContainPattern("<script(?![^>]*src=)");
    }

    @Test
    void theEnginesPagesHaveTheirOwnPolicy() {
        Browser browser =
                Browser.signedIn(world.api().url(), worlds.person(world, PASSWORD, Role.REVIEWER), PASSWORD, false);
        Reply tasklist = browser.get("/camunda/app/tasklist/default/").expect(200);
        List<String> policies = tasklist.response().headers().allValues("Content-Security-Policy");
        assertThat(policies).hasSize(1);
        assertThat(policies.get(0))
                .contains("script-src 'self' 'unsafe-eval' 'sha256-", "frame-ancestors 'none'", "object-src 'none'")
                .doesNotContain("https:", "'nonce-", "*");
        assertThat(tasklist.header("X-Content-Type-Options")).contains("nosniff");
        assertThat(browser.get(Browser.ENGINE + "/task?maxResults=1")
                        .expect(200)
                        .header("X-Content-Type-Options"))
                .contains("nosniff");
    }

    @Test
    void byHttpsCookiesAndBrowsersStayThere() {
        Browser browser = new Browser(world.api().url());
        Reply login = browser.send(
                browser.request("/login").header("X-Forwarded-Proto", "https").GET());
        assertThat(String.join(" ", login.response().headers().allValues("Set-Cookie")))
                .contains("Secure")
                .contains("HttpOnly")
                .contains("SameSite=Lax");
        assertThat(login.header("Strict-Transport-Security")).contains("max-age=31536000");
        assertThat(world.api()
                        .send(
                                "/programs",
                                r -> r.header("X-Forwarded-Proto", "https").GET())
                        .header("Strict-Transport-Security"))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "PUT", "PATCH", "DELETE"})
    void noOtherOriginIsLetIn(String method) {
        String preflight = new RawHttp(world.api().with(""))
                .send(
                        "OPTIONS",
                        "/programs",
                        "Origin: https://evil.example",
                        "Access-Control-Request-Method: " + method,
                        "Access-Control-Request-Headers: authorization, content-type");
        assertThat(preflight.toLowerCase(java.util.Locale.ROOT)).doesNotContain("access-control-allow");
        assertThat(RawHttp.status(preflight)).isBetween(400, 499);
        String call = new RawHttp(world.api()).send("GET", "/programs", "Origin: https://evil.example");
        assertThat(call.toLowerCase(java.util.Locale.ROOT)).doesNotContain("access-control-allow");
    }

    @Test
    void whatIsLeftIsToldAndCostsNoStatement() {
        Reply reply = world.api().get("/programs").expect(200);
        assertThat(reply.header("RateLimit-Policy")).contains("\"caller\";q=2000;w=2, \"workspace\";q=6000;w=2");
        assertThat(reply.header("RateLimit").orElse("")).matches("\"caller\";r=\\d+;t=\\d+");
        world.api().get("/session");
        assertThat(statements.during("http-nio", () -> world.api().get("/nothing")))
                .as("one for the key")
                .hasSize(1);
        Reply open = world.api().with("").get("/actuator/health/readiness").expect(200);
        assertThat(open.header("RateLimit-Policy")).contains("\"address\";q=5000;w=5");
    }

    @Test
    void aBodyIsBounded() {
        world = worlds.organization();
        String lead = "{\"email\": \"" + Cuid.next() + "@example.com\", \"firstName\": \"x\"}";
        String large = lead + " ".repeat(1024 * 1024);
        assertThat(world.api()
                        .post("/leads", large)
                        .problem(413, "payload-too-large")
                        .path("maxBytes")
                        .asInt())
                .isEqualTo(1024 * 1024);
        unannounced("/leads", JSON, large).problem(413, "payload-too-large");
        unannounced("/leads", JSON, large, "Idempotency-Key", Cuid.next()).problem(413, "payload-too-large");
        unannounced("/leads", "text/csv", large, "Idempotency-Key", Cuid.next()).problem(413, "payload-too-large");
        world.api().with("").post("/leads", large).problem(413, "payload-too-large");
        assertThat(world.api().get("/leads").ok().path("totalItems").asInt()).isZero();

        unannounced("/leads", JSON, lead).created();
        world.api()
                .post("/leads", lead.replace("@", "@other.") + " ".repeat(1000_000))
                .created();
    }

    @Test
    void rowsThatAreStreamedMayGoOn() {
        // less than what is read of a refused body before the connection is closed
        String rows = "email\n".repeat(300_000);
        unannounced("/leads", "text/csv", rows).problem(415, "unsupported-media-type");
        world.api()
                .send(
                        "/leads",
                        r -> r.header("Content-Type", "application/x-ndjson; charset=utf-8")
                                .POST(BodyPublishers.ofString("{}\n".repeat(400_000))))
                .problem(415, "unsupported-media-type");
    }

    /** Without a Content-Length. */
    private Reply unannounced(String path, String type, String body, String... headers) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return world.api().send(path, r -> {
            r.header("Content-Type", type);
            if (headers.length > 0) {
                r.headers(headers);
            }
            return r.POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)));
        });
    }

    @Test
    void nestingPathsAndQueriesAreBounded() {
        String deep = "{\"email\": \"a@b.co\", \"firstName\": " + "[".repeat(20_000) + "]".repeat(20_000) + "}";
        world.api().post("/leads", deep).problem(400, "invalid-input");
        String many = Stream.generate(() -> "q=1").limit(101).collect(Collectors.joining("&"));
        world.api().get("/programs?" + many).problem(400, "invalid-input");
        world.api().get("/programs?" + many.substring(4)).expect(200);
        assertThat(world.api().get("/programs?q=" + "a".repeat(9000)).status()).isIn(400, 414, 431);
    }

    @Test
    void onlyAPostSignsOut() {
        String email = worlds.person(world, PASSWORD, Role.REVIEWER);
        Browser browser = Browser.signedIn(world.api().url(), email, PASSWORD);
        String session = browser.cookie("JSESSIONID").orElseThrow();
        browser.get("/logout");
        browser.get("/session").ok();
        assertThat(browser.send(browser.request("/logout").POST(BodyPublishers.noBody()))
                        .status())
                .isEqualTo(403);
        browser.get("/session").ok();

        Reply out = browser.api("POST", "/logout", "application/x-www-form-urlencoded", "");

        assertThat(out.header("Location").orElse("")).endsWith("/login?logout");
        assertThat(String.join("; ", out.response().headers().allValues("Set-Cookie")))
                .contains("JSESSIONID=; ")
                .contains("Max-Age=0");
        Browser thief = new Browser(world.api().url());
        assertThat(thief.send(thief.request("/session")
                                .header("Cookie", "JSESSIONID=" + session)
                                .GET())
                        .status())
                .isEqualTo(401);
    }

    @Test
    void whoGuessesHasToWaitWhetherTheAccountExistsOrNot() {
        String known = worlds.person(world, PASSWORD, Role.REVIEWER);
        for (String email : List.of(known, Cuid.next() + "@example.com")) {
            String address = "2001:db8:" + Integer.toHexString(Math.abs(email.hashCode()) % 0xffff) + "::1";
            for (int i = 0; i < 5; i++) {
                Reply wrong = signIn(email, "wrong password", address).expect(302);
                assertThat(wrong.header("Location").orElse("")).endsWith("/login?error");
            }
            Reply wait = signIn(email, PASSWORD, address).expect(429);
            assertThat(Integer.parseInt(wait.header("Retry-After").orElseThrow()))
                    .isBetween(1, 30);
            assertThat(wait.text())
                    .containsPattern("Too many attempts. Wait \\d+ seconds and try again.")
                    .contains("href=\"/login\"");
            hardened(wait);
        }
        assertThat(new Browser(world.api().url())
                        .signIn(known, PASSWORD)
                        .header("Location")
                        .orElse(""))
                .as("from another address")
                .doesNotContain("error");
    }

    @Test
    void whoHasASessionOfAnotherLearnsNoPassword() {
        Browser browser =
                Browser.signedIn(world.api().url(), worlds.person(world, PASSWORD, Role.REVIEWER), PASSWORD, false);
        String guess = "{\"currentPassword\": \"a guess\", \"newPassword\": \"another long password\"}";
        for (int i = 0; i < 5; i++) {
            browser.api("POST", "/session/password", JSON, guess).problem(400, "invalid-input");
        }
        browser.api("POST", "/session/password", JSON, guess.replace("a guess", PASSWORD))
                .problem(429, "too-many-attempts");
    }

    private Reply signIn(String email, String password, String address) {
        Browser browser = new Browser(world.api().url());
        Matcher token = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"")
                .matcher(browser.get("/login").text());
        assertThat(token.find()).isTrue();
        return browser.send(browser.request("/login")
                .header("X-Forwarded-For", address)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(
                        "username=" + email + "&password=" + password.replace(' ', '+') + "&_csrf=" + token.group(1))));
    }

    @Test
    void peopleWhoSignInElsewhereHaveNoPassword() {
        String email = Cuid.next() + "@example.com";
        String body = "{\"email\": \"" + email + "\", \"displayName\": \"Ola\", \"roles\": [\"viewer\"],"
                + " \"signIn\": \"openid\"}";
        JsonNode invited = world.api().post("/users", body).created();
        Links.acceptWithNew(world.api(), invited, PASSWORD).expect(409);
        Links.post(world.api(), Links.path(invited), "with=provider").expect(200);
        world.api().with("").get(Links.path(invited)).expect(404);
        assertThat(new Browser(world.api().url())
                        .signIn(email, "")
                        .header("Location")
                        .orElse(""))
                .endsWith("/login?error");
        assertThat(world.api()
                        .post(
                                "/users",
                                body.replace("\"displayName\"", "\"password\": \"long enough 1\", \"displayName\""))
                        .faults())
                .containsExactly("/password");
        assertThat(world.api().post("/users", body.replace("openid", "magic")).faults())
                .containsExactly("/signIn");
        world.api().with("").get("/oauth2/authorization/house").problem(401, "unauthenticated");
    }

    @Test
    void theBillOfMaterialsIsForOperators() {
        assertThat(world.api().get("/actuator/sbom/application").status()).isEqualTo(200);
        world.api().with("").get("/actuator/sbom/application").problem(401, "unauthenticated");
    }
}
