package dev.enlist.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.applicant.ApplicantLinkService;
import dev.enlist.support.Browser;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;

/** An applicant's way by the link, and every page on it: accessible in both themes, and no wider than a phone. */
@EnlistIT
@EnabledIf("dev.enlist.support.Browser#isInstalled")
class ApplicantPagesIT {

    @Autowired
    Worlds worlds;

    @Autowired
    ApplicantLinkService links;

    World world;
    String instance;

    private final List<String> faults = new ArrayList<>();

    @BeforeEach
    void aProgram() {
        world = worlds.organization();
        instance = world.instance(world.program(), i -> i.set("formConfig", Json.object("""
                {"pages": [{"title": {"en": "Your home", "es": "Su casa"}, "fields": [
                  {"name": "firstName", "type": "text", "label": {"en": "First name", "es": "Nombre"}},
                  {"name": "lastName", "type": "text", "label": {"en": "Last name", "es": "Apellidos"}},
                  {"name": "email", "type": "email", "label": {"en": "E-mail", "es": "Correo electrónico"}},
                  {"name": "address", "type": "address", "label": {"en": "Address", "es": "Dirección"}},
                  {"name": "metadata.monthlyKwh", "type": "number", "label": {"en": "Monthly use in kWh", "es": "Consumo mensual"}},
                  {"name": "metadata.owner", "type": "boolean", "label": {"en": "Do you own your home?", "es": "¿Es su casa?"}},
                  {"name": "metadata.since", "type": "date", "label": {"en": "Since when?", "es": "¿Desde cuándo?"}},
                  {"name": "documents.bill", "type": "file", "label": {"en": "A bill of your utility", "es": "Una factura"}}]}]}
                """)));
    }

    @Test
    void askedForADocumentAnswersIsApprovedAndLeaves(@TempDir Path files) throws IOException {
        String id = world.submittedEnrollment(instance);
        String link = world.in(() -> links.pathTo(id));
        Path bill = Files.writeString(files.resolve("bill.pdf"), "%PDF-1.4\n%%EOF\n");
        try (Browser browser = Browser.open(world.api().url())) {
            browser.go(link);
            look(browser, "review");
            world.api()
                    .post("/enrollments/" + id + "/informationRequests", Json.object("""
                            {"message": "Please send a bill, and correct the use.\\nThe number on it differs.",
                             "fields": ["/metadata/monthlyKwh", "/metadata/owner", "/metadata/since", "/address/postalCode"],
                             "documents": ["bill"]}
                            """))
                    .created();
            browser.go(link);
            look(browser, "question");
            browser.clickText("a", "Answer the question");
            browser.find("#metadata-monthlyKwh").sendKeys("a lot");
            browser.clickText("button", "Send the answer");
            browser.awaitText("There is a problem");
            look(browser, "answer-fault");
            assertThat(browser.find("#metadata-monthlyKwh").getDomProperty("value"))
                    .isEqualTo("a lot");
            browser.find("#metadata-monthlyKwh").clear();
            browser.find("#metadata-monthlyKwh").sendKeys("640");
            browser.upload("#documents-bill", bill);
            browser.clickText("button", "Send the answer");
            browser.awaitText("Your answer is sent.");
            look(browser, "answered");
            assertThat(browser.text()).contains("Waiting for review", "You answered", "bill.pdf");
            world.api()
                    .post("/enrollments/" + id + "/approve", Json.object("{\"reason\": \"Documents verified\"}"))
                    .ok();
            browser.go(link);
            browser.awaitText("Documents verified");
            look(browser, "approved");
            browser.go(link.split("\\?")[0] + "/print");
            look(browser, "print");
            browser.go(link);
            browser.clickText("a", "Leave the program");
            look(browser, "leave");
            browser.clickText("button", "Leave the program");
            browser.awaitText("Your exit from the program has begun.");
            browser.go(link);
            browser.awaitText("You have left the program");
            look(browser, "left");
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void theOtherPages() {
        String full = world.instance(world.program(), i -> {
            i.withObject("/capacity").put("pricingModel", "seats").put("committedSeats", 0);
            i.put("waitlist", true);
        });
        String waiting = world.submittedEnrollment(full);
        String refused = world.ineligibleEnrollment(instance);
        try (Browser browser = Browser.open(world.api().url())) {
            browser.go(world.in(() -> links.pathTo(waiting)) + "?lang=es");
            look(browser, "waiting-es");
            browser.go(world.in(() -> links.pathTo(refused)) + "?lang=en");
            look(browser, "ineligible");
            browser.go("/applications");
            look(browser, "link");
            browser.clickText("button", "Send the link");
            browser.awaitText("Enter an e-mail");
            look(browser, "link-fault");
            browser.go("/applications/unknown");
            look(browser, "link-ended");
            browser.go("/apply/programs/" + world.workspace().workspaceId());
            look(browser, "screening-empty");
        }
        assertThat(faults).isEmpty();
    }

    private void look(Browser browser, String name) {
        faults.addAll(browser.faults("applicant-" + name, () -> {}));
    }
}
