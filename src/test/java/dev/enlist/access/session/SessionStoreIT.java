package dev.enlist.access.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.process.Browser;
import dev.enlist.shared.Cuid;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.RequestSender;
import dev.enlist.support.StatementCounter;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.People;
import dev.enlist.tenancy.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Sessions in the database: what is stored, how often it is written, and who can list and end them. */
@EnlistIT
class SessionStoreIT {

    private static final String PASSWORD = "a long enough password";
    private static final String JSON = "application/json";

    @Autowired
    Worlds worlds;

    @Autowired
    People people;

    @Autowired
    OwnerJdbc owner;

    @Autowired
    StatementCounter statements;

    @Autowired
    SessionService sessions;

    private World world;
    private String url;
    private String email;

    @BeforeEach
    void aReviewer() {
        begin(worlds.shared(this));
    }

    private void begin(World where) {
        world = where;
        url = world.api().url();
        email = worlds.person(world, PASSWORD, Role.REVIEWER);
    }

    private Browser signIn() {
        return Browser.signedIn(url, email, PASSWORD, false);
    }

    private String id(Browser browser) {
        return browser.cookie("JSESSIONID").orElseThrow();
    }

    private String memberId() {
        return people.membershipsByEmail(email).get(0).userId();
    }

    @Test
    void theDatabaseHoldsNoSecretAndNoSerializedObject() {
        Browser browser = Browser.signedIn(url, email, PASSWORD);
        String id = id(browser);
        assertThat(owner.sql("select count(*) from spring_session s where s::text like '%' || ? || '%'")
                        .param(id)
                        .query(Long.class)
                        .single())
                .isZero();
        List<String> stored = owner.sql("""
                        select convert_from(a.attribute_bytes, 'UTF8') from spring_session s
                        join spring_session_attributes a on a.session_primary_id = s.primary_id
                        where s.session_id = sha256(convert_to(?, 'UTF8'))
                        """).param(id).query(String.class).list();
        assertThat(stored).hasSizeBetween(4, 10).allSatisfy(value -> {
            assertThat(value).startsWith("{\"v\":1,\"kind\":").hasSizeLessThan(700);
            assertThat(value).doesNotContain(id).doesNotContain(PASSWORD);
        });
    }

    @Test
    void aCallWithAKeyDoesNotAskForSessions() {
        List<String> sent =
                statements.during("http", () -> world.api().get("/programs").ok());
        assertThat(sent).isNotEmpty().noneMatch(statement -> statement.contains("spring_session"));
    }

    @Test
    void aRequestReadsTheSessionOnceAndWritesItOnceAMinute() {
        Browser browser = Browser.signedIn(url, email, PASSWORD);
        browser.get(Browser.ENGINE + "/task?maxResults=50").ok();
        for (String path : List.of("/enrollments", Browser.ENGINE + "/task?maxResults=50", "/console/reviews")) {
            browser.get(path).expect(200);
            List<String> sent =
                    statements.during("http", () -> browser.get(path).expect(200));
            assertThat(sent.stream().filter(statement -> statement.contains("spring_session")))
                    .as(path)
                    .hasSize(1)
                    .allMatch(statement -> statement.stripLeading().startsWith("select"));
        }
        lastUsed(browser, Duration.ofMinutes(5));
        List<String> sent =
                statements.during("http", () -> browser.get("/enrollments").ok());
        assertThat(sent.stream().filter(statement -> statement.startsWith("update spring_session")))
                .hasSize(1);
        assertThat(Duration.between(only(browser).lastUsed, Instant.now())).isLessThan(Duration.ofMinutes(1));
    }

    private record Stored(Instant lastUsed, Instant ends) {}

    private Stored only(Browser browser) {
        return owner.sql(
                        "select last_access_time, expiry_time from spring_session where session_id = sha256(convert_to(?, 'UTF8'))")
                .param(id(browser))
                .query((row, n) ->
                        new Stored(Instant.ofEpochMilli(row.getLong(1)), Instant.ofEpochMilli(row.getLong(2))))
                .single();
    }

    private void lastUsed(Browser browser, Duration ago) {
        owner.sql(
                        "update spring_session set last_access_time = last_access_time - :ago, expiry_time = expiry_time - :ago"
                                + " where session_id = sha256(convert_to(:id, 'UTF8'))")
                .param("ago", ago.toMillis())
                .param("id", id(browser))
                .update();
    }

    @Test
    void aSessionEndsAfterEightHoursWithoutARequestAndIsDeleted() {
        Browser browser = signIn();
        lastUsed(browser, Duration.ofHours(7));
        browser.get("/session").ok();
        lastUsed(browser, Duration.ofHours(9));
        sessions.purge();
        assertThat(owner.sql("select count(*) from spring_session where session_id = sha256(convert_to(?, 'UTF8'))")
                        .param(id(browser))
                        .query(Long.class)
                        .single())
                .isZero();
        browser.get("/session").problem(401, "unauthenticated");
    }

    @Test
    void beforeTheSignInASessionLastsAnHour() {
        Browser browser = new Browser(url);
        browser.get("/login").expect(200);
        Stored stored = only(browser);
        assertThat(Duration.between(stored.lastUsed, stored.ends)).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void aSessionThatThisVersionCannotReadLeadsToTheSignIn() {
        Browser browser = signIn();
        owner.sql("""
                        update spring_session_attributes set attribute_bytes = '{"v": 9, "kind": "member"}'
                        where session_primary_id = (select primary_id from spring_session
                                                    where session_id = sha256(convert_to(?, 'UTF8')))
                        """).param(id(browser)).update();
        browser.get("/enrollments").problem(401, "unauthenticated");
        browser.get("/console/reviews").expect(302);
        browser.signIn(email, PASSWORD).expect(302);
        browser.get("/enrollments").ok();
    }

    @Test
    void aCookieThatIsNoIdIsNoSession() {
        for (String cookie :
                List.of("x", "../../etc", "%00", "' or 1=1 --", Cuid.next().repeat(20))) {
            Browser browser = new Browser(url);
            assertThat(browser.send(browser.request("/session")
                                    .header("Cookie", "JSESSIONID=" + cookie)
                                    .GET())
                            .status())
                    .isEqualTo(401);
        }
    }

    @Test
    void aPersonListsAndEndsTheOwnSessions() {
        begin(worlds.organization());
        Browser here = signIn();
        Browser there = signIn();
        JsonNode listed = here.get("/sessions").ok().path("data");
        assertThat(listed).hasSize(2);
        assertThat(listed.findValuesAsText("current")).containsExactlyInAnyOrder("true", "false");
        assertThat(listed).allSatisfy(session -> {
            assertThat(session.path("address").asText()).isNotBlank();
            assertThat(session.path("userAgent").asText()).isEqualTo(RequestSender.USER_AGENT);
            assertThat(session.path("workspaceId").asText())
                    .isEqualTo(world.workspace().workspaceId());
        });
        String other = listed.get(0).path("current").asBoolean()
                ? listed.get(1).path("id").asText()
                : listed.get(0).path("id").asText();
        here.api("DELETE", "/sessions/" + other, JSON, "").expect(204);
        there.get("/session").problem(401, "unauthenticated");
        here.get("/session").ok();
        here.api("DELETE", "/sessions/" + other, JSON, "").problem(404, "not-found");
        assertThat(actions("user.endSession")).isEqualTo(1);
        world.api().get("/sessions").problem(403, "not-a-person");
        world.api().delete("/sessions/" + other).problem(403, "not-a-person");
    }

    @Test
    void nobodyEndsTheSessionOfAnother() {
        Browser mine = signIn();
        String id = mine.get("/sessions").ok().at("/data/0/id").asText();
        Browser other = Browser.signedIn(url, worlds.person(world, PASSWORD, Role.ADMINISTRATOR), PASSWORD, false);
        other.api("DELETE", "/sessions/" + id, JSON, "").problem(404, "not-found");
        mine.get("/session").ok();
    }

    @Test
    void anAdministratorListsAndEndsTheSessionsOfAMember() {
        begin(worlds.organization());
        Browser one = signIn();
        Browser two = signIn();
        String path = "/users/" + memberId() + "/sessions";
        String end = "/users/" + memberId() + "/endSessions";
        assertThat(world.api().get(path).ok().path("totalItems").asInt()).isEqualTo(2);
        one.get(path).problem(403, "insufficient-scope");
        worlds.stranger().api().post(end, "").problem(404, "not-found");
        one.get("/session").ok();

        world.api().post(end, "").expect(204);

        one.get("/session").problem(401, "unauthenticated");
        two.get("/session").problem(401, "unauthenticated");
        assertThat(world.api().get(path).ok().path("totalItems").asInt()).isZero();
        assertThat(actions("user.endSessions")).isEqualTo(1);
        signIn().get("/session").ok();
    }

    @Test
    void aMemberWhoIsRemovedHasNoSessionAndOneWithOtherRolesKeepsIt() {
        Browser browser = signIn();
        String id = memberId();
        world.api()
                .patch("/users/" + id, dev.enlist.support.Json.object("{\"roles\": [\"analyst\"]}"))
                .ok();
        assertThat(browser.get("/session").ok().path("roles").get(0).asText()).isEqualTo("analyst");
        world.api().delete("/users/" + id).expect(204);
        assertThat(rows(id)).isZero();
        browser.get("/session").problem(401, "unauthenticated");
    }

    @Test
    void aNewPasswordDeletesTheSessions() {
        Browser browser = signIn();
        Browser other = signIn();
        browser.api(
                        "POST",
                        "/session/password",
                        JSON,
                        "{\"currentPassword\": \"" + PASSWORD + "\", \"newPassword\": \"another long password\"}")
                .expect(204);
        assertThat(rows(memberId())).isZero();
        other.get("/session").problem(401, "unauthenticated");
    }

    @Test
    void theDataOfAPersonContainsTheSessionsAndErasureEndsThem() {
        Browser browser = signIn();
        String body = "{\"email\": \"" + email + "\"}";
        JsonNode export = world.api().post("/personalData/export", body).ok();
        assertThat(export.findPath("sessions").findValuesAsText("address")).hasSize(1);
        world.api()
                .post("/personalData/erase", "{\"email\": \"" + email + "\", \"reason\": \"requested\"}")
                .ok();
        browser.get("/session").problem(401, "unauthenticated");
    }

    private long rows(String memberId) {
        return owner.sql("select count(*) from spring_session where principal_name like '%/' || ?")
                .param(memberId)
                .query(Long.class)
                .single();
    }

    private int actions(String action) {
        return world.api()
                .get("/audit?action=" + action)
                .ok()
                .path("totalItems")
                .asInt();
    }
}
