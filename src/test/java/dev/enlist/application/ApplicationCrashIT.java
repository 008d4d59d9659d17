package dev.enlist.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.process.Node;
import dev.enlist.process.PlantedFault;
import dev.enlist.shared.Cuid;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Uploads;
import dev.enlist.support.World;
import dev.enlist.tenancy.WorkspaceRef;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The packaged application, killed in the middle of a form: nothing that was typed is lost. */
@EnlistIT
@Tag("resilience")
class ApplicationCrashIT {

    private final Path directory = Path.of("target", "crash", Cuid.next()).toAbsolutePath();

    private Node start(String name) {
        return Node.start(
                        directory,
                        name,
                        Map.of(
                                "ENLIST_DATA_DIR", directory.resolve("data").toString(),
                                "ENLIST_APPLICATIONS_MINIMUMTIME", "0s",
                                "ENLIST_APPLICATIONS_PROOFOFWORK_ENABLED", "false"))
                .untilReady();
    }

    /** A start anew after a crash; the browser keeps its page and its cookies. */
    private Node startAgain(Node killed, String name, FormBrowser browser) {
        killed.kill();
        Node node = start(name);
        browser.moveTo(node.url());
        return node;
    }

    @Test
    void whatWasTypedIsThereAfterEachCrashAndTheApplicationArrivesOnce() {
        Node node = start("form-0");
        try {
            PublicForm form = PublicForm.of(new World(new WorkspaceRef("", ""), node.api()));
            FormBrowser browser = form.browser();
            String email = Cuid.next() + "@example.com";
            FormBrowser.Page home =
                    browser.post(form.begin(browser), form.root() + "/pages/1", PublicForm.person(email));
            assertThat(home.status()).isEqualTo(200);

            node = startAgain(node, "form-1", browser);
            assertThat(browser.get(form.root() + "/pages/1").value("lastName")).isEqualTo("Homeowner");
            assertThat(browser.get(form.root() + "/pages/1").value("email")).isEqualTo(email);
            // the page that was open before the crash is sent as it is
            FormBrowser.Page check = browser.upload(
                    home,
                    form.root() + "/pages/2",
                    PublicForm.home("NY", "10001"),
                    "documents.bill",
                    "bill.pdf",
                    Uploads.aPdf("A bill"));
            assertThat(check.text()).contains("123 Main St", "bill.pdf");

            node = startAgain(node, "form-2", browser);
            FormBrowser.Page checked = browser.get(form.root() + "/check");
            assertThat(checked.text()).contains("Suzie", "123 Main St", "bill.pdf");

            // killed while the application is being submitted: it is stored or it is not
            CompletableFuture<FormBrowser.Page> sent =
                    CompletableFuture.supplyAsync(() -> browser.post(checked, form.root() + "/check", Map.of()));
            node = startAgain(node, "form-3", browser);
            sent.exceptionally(gone -> null).join();
            FormBrowser.Page again = browser.get(form.root() + "/check");
            FormBrowser.Page result = again.text().contains("123 Main St")
                    ? browser.post(again, form.root() + "/check", Map.of())
                    : again;
            assertThat(result.status()).isEqualTo(200);
            World world = new World(new WorkspaceRef("", ""), node.api());
            assertThat(world.api()
                            .get("/programInstances/" + form.instanceId() + "/enrollments?q=" + email)
                            .ok()
                            .path("data"))
                    .hasSize(1)
                    .allSatisfy(enrollment -> assertThat(
                                    enrollment.at("/eligibility/status").asText())
                            .isEqualTo("submitted"));
            assertThat(world.api()
                            .get("/actuator/consistency")
                            .ok()
                            .path("consistent")
                            .asBoolean())
                    .isTrue();
            PlantedFault.eachIsFound(Node.databaseIn(directory.resolve("data")), PlantedFault.ofEnrollments());
            aLostDraftIsSeen(form, node);
        } finally {
            node.close();
        }
    }

    private void aLostDraftIsSeen(PublicForm form, Node node) {
        FormBrowser browser = form.browser();
        browser.moveTo(node.url());
        browser.post(form.begin(browser), form.root() + "/pages/1", PublicForm.person(Cuid.next() + "@example.com"));
        assertThat(browser.get(form.root() + "/pages/1").value("lastName")).isEqualTo("Homeowner");
        JdbcClient.create(Node.databaseIn(directory.resolve("data")))
                .sql("delete from application_draft")
                .update();
        assertThat(browser.get(form.root() + "/pages/1").text()).doesNotContain("Homeowner");
    }
}
