package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.support.Databases;
import dev.enlist.support.Databases.TestDatabase;
import dev.enlist.support.EnlistIT;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Two nodes share the sessions of people: signed in at one, signed in at all, also when a node is killed. */
@EnlistIT
@Tag("resilience")
class NodeSessionsIT {

    private static final String ADMINISTRATOR = "admin@localhost";
    private static final String PASSWORD = "test-administrator";

    @Autowired
    Databases databases;

    @Test
    void aPersonStaysSignedInWhenTheNodeIsKilled() {
        TestDatabase shared = databases.migrated("sessions");
        Path directory = Path.of("target", "node-sessions", shared.name()).toAbsolutePath();
        try (Node one = Node.start(directory, "one", shared.settings()).untilReady();
                Node two = Node.start(directory, "two", shared.settings()).untilReady()) {
            Browser atOne = Browser.signedIn(one.url(), ADMINISTRATOR, PASSWORD);
            String cookie = atOne.cookie("JSESSIONID").orElseThrow();

            assertThat(status(two, "/session", cookie)).isEqualTo(200);
            assertThat(status(two, Browser.ENGINE + "/task?maxResults=50", cookie))
                    .isEqualTo(200);
            assertThat(status(two, "/console/reviews", cookie)).isEqualTo(200);

            one.kill();

            assertThat(status(two, "/session", cookie)).isEqualTo(200);
            assertThat(status(two, "/sessions", cookie)).isEqualTo(200);
            Browser atTwo = Browser.signedIn(two.url(), ADMINISTRATOR, PASSWORD, false);
            atTwo.api("POST", "/session/signOutOthers", "application/json", "{}")
                    .expect(204);
            assertThat(status(two, "/session", cookie)).isEqualTo(401);
        } finally {
            shared.close();
        }
    }

    /** A sign-out at one node is a sign-out at all. */
    @Test
    void aSessionThatEndedAtOneNodeHasEndedAtTheOther() {
        TestDatabase shared = databases.migrated("sessions");
        Path directory = Path.of("target", "node-sessions", shared.name()).toAbsolutePath();
        try (Node one = Node.start(directory, "one", shared.settings()).untilReady();
                Node two = Node.start(directory, "two", shared.settings()).untilReady()) {
            Browser atOne = Browser.signedIn(one.url(), ADMINISTRATOR, PASSWORD, false);
            String cookie = atOne.cookie("JSESSIONID").orElseThrow();
            assertThat(status(two, "/session", cookie)).isEqualTo(200);

            String own = atOne.get("/sessions").ok().at("/data/0/id").asText();
            atOne.api("DELETE", "/sessions/" + own, "application/json", "").expect(204);

            assertThat(status(two, "/session", cookie)).isEqualTo(401);
            assertThat(status(one, "/session", cookie)).isEqualTo(401);
        } finally {
            shared.close();
        }
    }

    private static int status(Node node, String path, String session) {
        Browser fresh = new Browser(node.url());
        HttpRequest.Builder request = fresh.request(path)
                .header("Cookie", "JSESSIONID=" + session)
                .header("Accept", "application/json, text/html;q=0.9")
                .GET();
        return fresh.send(request).status();
    }
}
