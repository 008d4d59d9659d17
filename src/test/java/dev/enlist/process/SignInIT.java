package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.support.EnlistIT;
import dev.enlist.support.Reply;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.Role;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** One sign-in for Tasklist and Cockpit, with no more rights than the role has. */
@EnlistIT
class SignInIT {

    private static final String PASSWORD = "a long enough password";
    private static final String COCKPIT_DATA =
            "/camunda/api/cockpit/plugin/base/default/process-definition/statistics" + "?firstResult=0&maxResults=50";

    @Autowired
    Worlds worlds;

    World world;

    @BeforeEach
    void aWorkspace() {
        world = worlds.shared(this);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/camunda", "/camunda/", "/camunda/app/tasklist/default/", "/camunda/app/cockpit/default/"})
    void unauthenticatedRequestsAreSentToTheSignInPage(String path) {
        Reply answer = new Browser(world.api().url()).get(path);
        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.header("Location").orElse("")).endsWith("/login");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {Browser.ENGINE + "/task?maxResults=50", COCKPIT_DATA, "/camunda/api/admin/auth/user/default"})
    void whoIsNotSignedInReadsNothing(String path) {
        Reply answer = new Browser(world.api().url()).get(path);
        assertThat(answer.status()).isIn(302, 401, 403, 404);
    }

    @Test
    void aWrongPasswordIsRefusedAndTheRightOneWorks() {
        String email = worlds.person(world, PASSWORD, Role.REVIEWER);
        Browser browser = new Browser(world.api().url());

        assertThat(browser.signIn(email, "a wrong password").header("Location").orElse(""))
                .endsWith("/login?error");
        assertThat(browser.get("/camunda/app/tasklist/default/").status()).isEqualTo(302);
        assertThat(browser.signIn("unknown@example.com", PASSWORD)
                        .header("Location")
                        .orElse(""))
                .endsWith("/login?error");

        assertThat(browser.signIn(email, PASSWORD).header("Location").orElse(""))
                .doesNotContain("error");
        assertThat(browser.get("/camunda/app/tasklist/default/").status()).isEqualTo(200);
        assertThat(browser.get("/").header("Location").orElse("")).endsWith("/console");
    }

    @Test
    void aSignInThatDoesNotComeFromTheFormIsRefused() {
        String email = worlds.person(world, PASSWORD, Role.REVIEWER);
        Browser browser = new Browser(world.api().url());

        Reply answer = browser.signIn(email, PASSWORD, "forged");

        assertThat(answer.status()).isNotEqualTo(200);
        assertThat(browser.get("/camunda/app/tasklist/default/").status()).isEqualTo(302);
    }

    @Test
    void theSessionChangesWithTheSignInAndIsNotForScripts() {
        String email = worlds.person(world, PASSWORD, Role.REVIEWER);
        Browser browser = new Browser(world.api().url());
        browser.get("/login");
        String before = browser.cookie("JSESSIONID").orElse("");

        Reply answer = browser.signIn(email, PASSWORD);

        assertThat(browser.cookie("JSESSIONID").orElse("")).isNotEqualTo(before);
        assertThat(String.join(" ", answer.response().headers().allValues("Set-Cookie")))
                .contains("HttpOnly")
                .contains("SameSite=Lax");
    }

    @Test
    void anAdministratorSeesCockpit() {
        Browser administrator =
                Browser.signedIn(world.api().url(), worlds.person(world, PASSWORD, Role.ADMINISTRATOR), PASSWORD);

        assertThat(administrator.get("/camunda/app/cockpit/default/").status()).isEqualTo(200);
        assertThat(administrator.get(COCKPIT_DATA).expect(200).text()).contains(EnrollmentProcess.KEY);
    }

    @ParameterizedTest
    @EnumSource(
            value = Role.class,
            names = {"REVIEWER", "COORDINATOR"})
    void reviewersSeeTasklistAndNotCockpit(Role role) {
        Browser reviewer = Browser.signedIn(world.api().url(), worlds.person(world, PASSWORD, role), PASSWORD);

        assertThat(reviewer.get(Browser.ENGINE + "/task?maxResults=50").status())
                .isEqualTo(200);
        assertThat(reviewer.get(COCKPIT_DATA).status()).isEqualTo(403);
        assertThat(reviewer.get("/camunda/app/cockpit/default/").status()).isEqualTo(403);
        assertThat(reviewer.get("/camunda/api/admin/auth/user/default").text()).doesNotContain("cockpit");
    }

    @Test
    void whoHasTheKeyOfTheApiIsNotAPerson() {
        Reply answer = world.api().get("/camunda/app/tasklist/default/");
        assertThat(answer.status()).isIn(302, 401);
        assertThat(world.api().get(Browser.ENGINE + "/task?maxResults=50").status())
                .isIn(302, 401);
    }

    @Test
    void whoIsSignedInCallsTheApiWithTheSession() {
        Browser administrator =
                Browser.signedIn(world.api().url(), worlds.person(world, PASSWORD, Role.ADMINISTRATOR), PASSWORD);
        assertThat(administrator.get("/programs").status()).isEqualTo(200);
    }
}
