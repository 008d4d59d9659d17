package dev.enlist.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import dev.enlist.support.Browser;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.Role;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.springframework.beans.factory.annotation.Autowired;

/** What applicants write is shown to reviewers as text: no element comes of it, and no request. */
@EnlistIT
@EnabledIf("dev.enlist.support.Browser#isInstalled")
class HostileValuesIT {

    private static final String PASSWORD = "a reviewer's password";

    @Autowired
    Worlds worlds;

    private final List<String> requested = new CopyOnWriteArrayList<>();
    private HttpServer elsewhere;

    @BeforeEach
    void anotherHost() throws IOException {
        elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        elsewhere.createContext("/", exchange -> {
            requested.add(exchange.getRequestURI().toString());
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        elsewhere.start();
    }

    @AfterEach
    void isGone() {
        elsewhere.stop(0);
    }

    @Test
    void reviewersSeeTextAndTheirBrowserAsksForNothing() {
        String host = "http://127.0.0.1:" + elsewhere.getAddress().getPort();
        World world = worlds.organization();
        String instance =
                world.instance(world.program(), i -> i.put("title", "Rebate ![t](" + host + "/title) <b>bold</b>"));
        ObjectNode person = World.applicant();
        person.put("firstName", "![x](" + host + "/image)");
        person.put("lastName", "[Click](" + host + "/link) " + host + "/bare www.example.org");
        person.put("serialNumber", "</td></tr><img src=" + host + "/html>");
        person.putArray("tags")
                .add("vip | passed |")
                .add("**Identity check**")
                .add("`code` _x_ # y ~~z~~ {{applicantEmail}}");
        person.withObject("/address").put("streetOne", "1 <a href='" + host + "/a'>Main</a>");
        person.put("referenceDescription", "| Identity check | passed |");
        person.withObject("/metadata")
                .put("note", "<img src='" + host + "/meta'>")
                .put("kwh", 640);
        String id = world.enroll(instance, person).path("id").asText();
        world.api().post("/enrollments/" + id + "/submit", "{}").ok();

        try (Browser browser = Browser.open(world.api().url())) {
            browser.signInToTasklist(worlds.person(world, PASSWORD, Role.REVIEWER), PASSWORD);
            browser.await(".tasks-list li.task", 1).get(0).click();
            browser.awaitText("What the rules decided");
            browser.awaitText("![x](" + host + "/image)");
            browser.screenshot("tasklist-hostile-values");
            assertThat(browser.text())
                    .contains("[Click](" + host + "/link)")
                    .contains("</td></tr><img src=" + host + "/html>")
                    .contains("vip | passed |")
                    .contains("**Identity check**")
                    .contains("{{applicantEmail}}")
                    .contains("| Identity check | passed |")
                    .contains("1 <a href='" + host + "/a'>Main</a>")
                    .contains("<img src='" + host + "/meta'>");
            // one row for each line of the form, whatever the values hold
            assertThat(browser.count(".fjs-form .fjs-form-field-text table tr")).isEqualTo(10);
            for (String element : List.of("img", "a", "code", "em", "del", "b", "script", "iframe")) {
                assertThat(browser.count(".fjs-form .fjs-form-field-text " + element))
                        .as(element)
                        .isEqualTo(element.equals("em") ? 1 : 0);
            }
            assertThat(browser.count("li.task img, li.task b")).isZero();
        }
        assertThat(requested).isEmpty();
    }

    /** Were a value not escaped, the policy of the page would still stop the request. */
    @Test
    void noPageLoadsAnythingFromAnotherHost() throws InterruptedException {
        String host = "http://127.0.0.1:" + elsewhere.getAddress().getPort();
        World world = worlds.organization();
        world.submittedEnrollment(world.instance());
        try (Browser browser = Browser.open(world.api().url())) {
            browser.go("/login");
            tryAll(browser, host);
            browser.signInHere(worlds.person(world, PASSWORD, Role.ADMINISTRATOR), PASSWORD);
            for (String page : List.of(
                    "/camunda/app/tasklist/default/",
                    "/camunda/app/cockpit/default/",
                    "/camunda/app/admin/default/",
                    "/camunda/app/welcome/default/",
                    "/console/rules",
                    "/console/account",
                    "/logout",
                    "/login?error",
                    "/camunda/app/nothing/default/",
                    "/camunda/nothing",
                    "/console/nothing",
                    "/nothing",
                    "/docs/nothing")) {
                browser.go(page);
                tryAll(browser, host + "/?" + page);
            }
            Thread.sleep(1500);
        }
        assertThat(requested).isEmpty();
    }

    private static void tryAll(Browser browser, String url) {
        browser.script("""
                const image = document.createElement('img');
                image.src = arguments[0] + '&image';
                (document.body || document.documentElement).append(image);
                const style = document.createElement('link');
                style.rel = 'stylesheet';
                style.href = arguments[0] + '&style';
                document.documentElement.append(style);
                const frame = document.createElement('iframe');
                frame.src = arguments[0] + '&frame';
                document.documentElement.append(frame);
                const font = new FontFace('f', 'url(' + arguments[0] + '&font)');
                font.load().catch(() => {});
                fetch(arguments[0] + '&fetch', {mode: 'no-cors'}).catch(() => {});
                """, url);
    }
}
