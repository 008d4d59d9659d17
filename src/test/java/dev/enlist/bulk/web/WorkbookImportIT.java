package dev.enlist.bulk.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.bulk.file.WorkbookFile;
import dev.enlist.shared.Cuid;
import dev.enlist.support.Api;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Imports;
import dev.enlist.support.Json;
import dev.enlist.support.Reply;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Workbooks are imported like CSV: previewed, tried, corrected, imported, refused in words. */
@EnlistIT
class WorkbookImportIT {

    private static final String WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    @Autowired
    Worlds worlds;

    private Api api;
    private Imports imports;
    private String path;

    @BeforeEach
    void aWorkspace() {
        World world = worlds.shared(this);
        api = world.api();
        imports = new Imports(api);
        path = "/programInstances/" + world.instance() + "/imports";
    }

    private Reply send(String to, String type, byte[] body) {
        return api.send(to, request -> request.header("Content-Type", type).POST(BodyPublishers.ofByteArray(body)));
    }

    private static byte[] people(String... emails) {
        return WorkbookFile.of(sheet -> {
            String[] header = {"First Name", "Last Name", "E-Mail", "State", "Zip", "Make", "metadata.monthlyKwh"};
            for (int column = 0; column < header.length; column++) {
                sheet.value(0, column, header[column]);
            }
            for (int row = 0; row < emails.length; row++) {
                sheet.value(row + 1, 0, "Nora");
                sheet.value(row + 1, 1, "Field");
                sheet.value(row + 1, 2, emails[row]);
                sheet.value(row + 1, 3, "NY");
                sheet.value(row + 1, 4, 10001);
                sheet.value(row + 1, 5, "tesla");
                sheet.value(row + 1, 6, 640);
            }
        });
    }

    private static String email() {
        return Cuid.next() + "@example.com";
    }

    @Test
    void previewsColumnsAndSheets() {
        JsonNode preview = send(path + "/preview", WORKBOOK, people(email())).ok();

        assertThat(preview.path("format").asText()).isEqualTo("xlsx");
        assertThat(preview.path("sheet").asText()).isEqualTo("Applicants");
        assertThat(preview.path("sheets")).hasSize(1);
        assertThat(preview.at("/columns/4/member").asText()).isEqualTo("address.postalCode");
        assertThat(preview.at("/columns/4/samples/0").asText()).isEqualTo("10001");
    }

    @Test
    void importsAfterATrialAndACorrection() {
        String second = email();
        JsonNode trial = imports.over(send(path + "?dryRun=true", WORKBOOK, people(email(), "no mail")));
        assertThat(trial.path("format").asText()).isEqualTo("xlsx");
        assertThat(trial.path("created").asInt()).isEqualTo(1);
        assertThat(trial.path("refused").asInt()).isEqualTo(1);
        String id = trial.path("id").asText();
        api.patch("/imports/" + id + "/rows/2", Json.object("{\"cells\": {\"E-Mail\": \"" + second + "\"}}"))
                .ok();

        JsonNode done = imports.over(api.post("/imports/" + id + "/start", "{}"));

        assertThat(done.path("created").asInt()).isEqualTo(2);
        String found = api.get("/enrollments?q=" + second).ok().at("/data/0/id").asText();
        assertThat(api.get("/enrollments/" + found).ok().at("/meta/monthlyKwh").asInt())
                .isEqualTo(640);
    }

    @Test
    void refusesInWords() {
        Reply damaged = send(path, WORKBOOK, "email\n".getBytes(StandardCharsets.UTF_8));
        assertThat(damaged.status()).isEqualTo(400);
        assertThat(damaged.text()).contains("not a workbook in the format .xlsx");

        Reply asText = send(path, "text/csv", people(email()));
        assertThat(asText.status()).isEqualTo(400);
        assertThat(asText.text()).contains("was sent as text");

        Reply otherOptions = send(path + "?delimiter=;", WORKBOOK, people(email()));
        assertThat(otherOptions.status()).isEqualTo(400);
        assertThat(otherOptions.text()).contains("/delimiter");

        Reply otherFormat = send(path + "?sheet=People", "text/csv", "email\n".getBytes(StandardCharsets.UTF_8));
        assertThat(otherFormat.status()).isEqualTo(400);
        assertThat(otherFormat.text()).contains("/sheet");

        // a column with an error of the spreadsheet is refused at its row, as in CSV
        JsonNode failed = imports.over(send(
                path + "?dryRun=true",
                WORKBOOK,
                WorkbookFile.ofRows(
                        new String[] {"First Name", "Last Name", "E-Mail"}, new String[] {"#REF!", "Field", email()})));
        assertThat(failed.path("refused").asInt()).isEqualTo(1);
        assertThat(api.get("/imports/" + failed.path("id").asText() + "/rows")
                        .ok()
                        .at("/data/0/reason")
                        .asText())
                .contains("an error of the spreadsheet");
    }
}
