package dev.enlist.access.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.process.Await;
import dev.enlist.process.Browser;
import dev.enlist.shared.Cuid;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Links;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.Postbox;
import dev.enlist.support.Reply;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.Role;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A forgotten password: the owner of the e-mail gets a link, and the page shows nothing about accounts. */
@EnlistIT
class ForgottenPasswordIT {

    private static final String OLD = "the old long password";
    private static final String NEW = "the new long password";
    private static final String PAGE = "/password/forgotten";
    private static final Pattern LINK = Pattern.compile("http://enlist\\.example(/passwords/\\S+)");

    @Autowired
    Worlds worlds;

    @Autowired
    Postbox postbox;

    @Autowired
    OwnerJdbc owner;

    World world;

    @BeforeEach
    void organization() {
        world = worlds.shared(this);
    }

    private Reply ask(String email) {
        return Links.post(world.api(), PAGE, "email=" + URLEncoder.encode(email, StandardCharsets.UTF_8));
    }

    /** The mails about a forgotten password to an address; the invitation of the person is another one. */
    private List<Postbox.Mail> mails(String email) {
        return postbox.to(email).stream()
                .filter(mail -> mail.text().contains("on the sign-in page"))
                .toList();
    }

    /** The path of the link in the one mail to an address. */
    private String mailed(String email) {
        Await.until("the mail", () -> mails(email).size() == 1);
        Matcher link = LINK.matcher(mails(email).get(0).text());
        assertThat(link.find()).isTrue();
        return link.group(1);
    }

    private boolean signsIn(String email, String password) {
        return !new Browser(world.api().url())
                .signIn(email, password)
                .header("Location")
                .orElse("")
                .contains("error");
    }

    private Reply set(String path, String password) {
        String encoded = URLEncoder.encode(password, StandardCharsets.UTF_8);
        return Links.post(world.api(), path, "password=%1$s&repeated=%1$s".formatted(encoded));
    }

    @Test
    void theMailedLinkSetsANewPasswordOnce() {
        world = worlds.organization();
        String email = worlds.person(world, OLD, Role.REVIEWER);
        ask(email).expect(200);
        String link = mailed(email);
        assertThat(mails(email).get(0).text().replace("\n", " "))
                .contains("within one hour", "If you did not ask for it");
        assertThat(signsIn(email, OLD)).isTrue();

        set(link, "short").expect(400);
        set(link, NEW).expect(200);
        assertThat(signsIn(email, OLD)).isFalse();
        assertThat(signsIn(email, NEW)).isTrue();
        set(link, OLD).expect(404);
        Await.until(
                "the audit trail has the request",
                () -> world.api()
                        .get("/audit?perPage=100")
                        .ok()
                        .path("data")
                        .findValuesAsText("action")
                        .contains("user.requestPasswordLink"));
    }

    @Test
    void theAnswerIsTheSameWithoutAnAccount() {
        String known = worlds.person(world, OLD, Role.REVIEWER);
        String unknown = Cuid.next() + "@example.com";
        Reply answer = ask(known).expect(200);
        Reply other = ask(unknown).expect(200);
        assertThat(other.text().replace(unknown, known)).isEqualTo(answer.text());
        mailed(known);
        assertThat(postbox.tried(unknown)).isZero();
    }

    @Test
    void oneMailInFiveMinutesAndThenALimit() {
        String email = worlds.person(world, OLD, Role.REVIEWER);
        ask(email).expect(200);
        String first = mailed(email);
        for (int n = 0; n < 4; n++) {
            ask(email).expect(200);
        }
        assertThat(ask(email).expect(429).header("Retry-After")).isPresent();
        String unknown = Cuid.next() + "@example.com";
        for (int n = 0; n < 5; n++) {
            ask(unknown).expect(200);
        }
        ask(unknown).expect(429);
        assertThat(mails(email)).hasSize(1);
        set(first, NEW).expect(200);
    }

    @Test
    void aRequestLeavesTheLinkOfAnAdministrator() {
        String email = worlds.person(world, OLD, Role.REVIEWER);
        String path = "/users/" + id(email) + "/resetPassword";
        ask(email).expect(200);
        String requested = mailed(email);
        JsonNode reset = world.api().post(path, "").ok();
        // the administrator's link replaces the one that was asked for
        set(requested, NEW).expect(404);
        ask(email).expect(200);
        Links.setPassword(world.api(), reset, NEW).expect(200);
        assertThat(signsIn(email, NEW)).isTrue();
    }

    @Test
    void aLinkEndsAfterAnHour() {
        String email = worlds.person(world, OLD, Role.REVIEWER);
        ask(email).expect(200);
        String link = mailed(email);
        owner.sql(
                        "update password_link set expires_at = now() where user_id in (select id from app_user where email = ?)")
                .param(email)
                .update();
        world.api().with("").get(link).expect(404);
        set(link, NEW).expect(404);
    }

    @Test
    void whatIsNoEmailIsRefusedAtItsField() {
        for (String wrong : new String[] {"", "robin", "@example.com", "a".repeat(250) + "@example.com"}) {
            assertThat(ask(wrong).expect(400).text()).contains("Enter an e-mail, such as robin@example.com.");
        }
    }

    private String id(String email) {
        for (JsonNode user : world.api().get("/users?perPage=100").ok().path("data")) {
            if (user.path("email").asText().equals(email)) {
                return user.path("id").asText();
            }
        }
        throw new IllegalStateException(email + " is not among the users.");
    }
}
