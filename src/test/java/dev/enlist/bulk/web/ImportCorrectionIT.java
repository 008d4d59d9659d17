package dev.enlist.bulk.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.process.Browser;
import dev.enlist.shared.Cuid;
import dev.enlist.support.Api;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Imports;
import dev.enlist.support.Json;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.Reply;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.Role;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Refused rows are corrected in place, and imported without another upload. */
@EnlistIT
class ImportCorrectionIT {

    private static final String PASSWORD = "a long enough password";

    @Autowired
    Worlds worlds;

    @Autowired
    OwnerJdbc owner;

    World world;
    Api api;
    Imports imports;
    String instance;

    @BeforeEach
    void aWorkspace() {
        begin(worlds.shared(this));
    }

    private void begin(World where) {
        world = where;
        api = world.api();
        imports = new Imports(api);
        instance = world.instance();
    }

    private static String email() {
        return Cuid.next() + "@example.com";
    }

    /** Nora can be enrolled, Otto has no e-mail address, Pia a state that does not exist. */
    private static String file(String noras) {
        return "First Name,Last Name,E-Mail,State,Zip,Make\n"
                + "Nora,Field," + noras + ",NY,10001,tesla\n"
                + "Otto,Meyer,no mail,NY,10001,tesla\n"
                + "Pia,Roth," + email() + ",XX,10001,tesla\n";
    }

    private JsonNode trial(String noras) {
        return imports.completed(imports.csv(instance, "?dryRun=true", file(noras)));
    }

    private static String path(JsonNode done) {
        return "/imports/" + done.path("id").asText();
    }

    private static ObjectNode cells(String column, String text) {
        ObjectNode patch = Json.object("{}");
        patch.putObject("cells").put(column, text);
        return patch;
    }

    private int enrolled() {
        return api.get("/programInstances/" + instance + "/enrollments")
                .ok()
                .path("totalItems")
                .asInt();
    }

    @Test
    void aTrialRunIsCorrectedAndStarted() {
        JsonNode trial = trial(email());
        assertThat(Imports.counts(trial)).isEqualTo("1/0/0/2");
        JsonNode refused = api.get(path(trial) + "/rows?outcome=refused").ok();
        assertThat(refused.path("data")).hasSize(2);
        assertThat(refused.at("/data/0/columns").toString()).isEqualTo("[\"E-Mail\"]");
        assertThat(refused.at("/data/0/cells/First Name").asText()).isEqualTo("Otto");
        assertThat(refused.at("/data/0/line").asInt()).isEqualTo(3);

        JsonNode stillWrong =
                api.patch(path(trial) + "/rows/2", cells("E-Mail", "otto@")).ok();
        assertThat(stillWrong.path("outcome").asText()).isEqualTo("refused");
        assertThat(stillWrong.path("cells").path("E-Mail").asText()).isEqualTo("otto@");
        JsonNode right =
                api.patch(path(trial) + "/rows/2", cells("E-Mail", email())).ok();
        assertThat(right.path("outcome").asText()).as(right.toString()).isEqualTo("created");
        assertThat(right.path("status").asText()).isEqualTo("eligible");
        assertThat(right.path("corrected").asBoolean()).isTrue();
        assertThat(Imports.counts(api.get(path(trial)).ok())).isEqualTo("2/0/0/1");
        assertThat(api.get(path(trial) + "/rows?corrected=true").ok().path("data"))
                .hasSize(1);
        assertThat(enrolled()).isZero();

        JsonNode started = imports.completed(api.post(path(trial) + "/start", ""));
        assertThat(Imports.counts(started)).isEqualTo("2/0/0/1");
        assertThat(started.at("/source/kind").asText()).isEqualTo("trial");
        assertThat(enrolled()).isEqualTo(2);
        assertThat(api.get(path(trial)).ok().path("madeInto")).isEqualTo(started.path("id"));
        api.post(path(trial) + "/start", "").problem(409, "already-imported");
        api.patch(path(trial) + "/rows/3", cells("State", "NY")).problem(409, "already-imported");
    }

    @Test
    void refusedRowsAreCorrectedAndImportedAgain() {
        JsonNode done = imports.completed(imports.csv(instance, "", file(email())));
        assertThat(Imports.counts(done)).isEqualTo("1/0/0/2");
        JsonNode pia = api.patch(path(done) + "/rows/3", cells("State", "NY")).ok();
        assertThat(pia.path("outcome").asText()).isEqualTo("refused");
        assertThat(pia.path("ready").asBoolean()).isTrue();
        // what happened to the file stays as it was
        assertThat(Imports.counts(api.get(path(done)).ok())).isEqualTo("1/0/0/2");

        JsonNode again = imports.completed(api.post(path(done) + "/retry", ""));
        assertThat(Imports.counts(again)).isEqualTo("1/0/0/1");
        assertThat(api.get(path(again) + "/rows")
                        .ok()
                        .at("/data/0/cells/E-Mail")
                        .asText())
                .isEqualTo("no mail");
        assertThat(enrolled()).isEqualTo(2);
        api.post(path(done) + "/retry", "").problem(409, "already-imported");
        api.patch(path(again) + "/rows/2", cells("E-Mail", email())).ok();
        assertThat(Imports.counts(imports.completed(api.post(path(again) + "/retry", ""))))
                .isEqualTo("1/0/0/0");
    }

    @Test
    void twoPeopleCannotCorrectARowAtOnce() {
        JsonNode trial = trial(email());
        Reply read = api.get(path(trial) + "/rows/2");
        String tag = read.header("ETag").orElseThrow();
        api.patch(path(trial) + "/rows/2", cells("Last Name", "Mayer"), tag).expect(200);
        api.patch(path(trial) + "/rows/2", cells("Last Name", "Maier"), tag).problem(412, "precondition-failed");
        assertThat(api.get(path(trial) + "/rows/2").ok().at("/cells/Last Name").asText())
                .isEqualTo("Mayer");
    }

    @Test
    void aCorrectedRowIsComparedWithTheOtherRows() {
        String noras = email();
        JsonNode trial = trial(noras);
        JsonNode otto =
                api.patch(path(trial) + "/rows/2", cells("E-Mail", noras)).ok();
        assertThat(otto.path("outcome").asText()).isEqualTo("refused");
        assertThat(otto.path("reason").asText()).isNotEmpty();
    }

    @Test
    void onlyWhatWasRefusedCanBeCorrected() {
        JsonNode trial = trial(email());
        api.patch(path(trial) + "/rows/1", cells("State", "NY")).problem(409, "not-refused");
        api.patch(path(trial) + "/rows/4", cells("State", "NY")).problem(404, "not-found");
        assertThat(api.patch(path(trial) + "/rows/2", cells("Colour", "red"))
                        .expect(400)
                        .faults())
                .containsExactly("/cells/Colour");
        api.post(path(trial) + "/retry", "").problem(409, "is-a-dry-run");
        JsonNode done = imports.completed(imports.csv(instance, "", file(email())));
        api.post(path(done) + "/start", "").problem(409, "not-a-dry-run");
    }

    @Test
    void aPersonWhoWasErasedIsNotImported() {
        String noras = email();
        JsonNode trial = trial(noras);
        api.post(
                        "/personalData/erase",
                        Json.object("{\"reason\": \"requested\"}").put("email", noras))
                .expect(200);
        JsonNode started = imports.completed(api.post(path(trial) + "/start", ""));
        assertThat(Imports.counts(started)).isEqualTo("0/0/0/2");
        assertThat(owner.sql("select count(*) from import_chunk where content like ?")
                        .param("%" + noras + "%")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void aPreviewGuessesColumnsAndStoresNothing() {
        int before = stored();
        JsonNode preview = api.send(
                        "/programInstances/" + instance + "/imports/preview",
                        request -> request.header("Content-Type", "text/csv")
                                .POST(BodyPublishers.ofString(
                                        "Zip;EV Type;E-Mail\n10001;BEV;nora@example.com\n10598;BEV")))
                .ok();
        assertThat(preview.path("delimiter").asText()).isEqualTo(";");
        assertThat(preview.at("/columns/0/member").asText()).isEqualTo("address.postalCode");
        assertThat(preview.at("/columns/0/samples").toString()).isEqualTo("[\"10001\",\"10598\"]");
        assertThat(preview.at("/columns/1/member").isNull()).isTrue();
        assertThat(stored()).isEqualTo(before);
    }

    private int stored() {
        return api.get("/imports").ok().path("totalItems").asInt();
    }

    @Test
    void importsOfAllInstancesAreListedNewestFirst() {
        begin(worlds.organization());
        JsonNode older = trial(email());
        String otherInstance = world.instance();
        JsonNode newer = imports.completed(imports.csv(otherInstance, "?dryRun=true", file(email())));
        JsonNode all = api.get("/imports?sort=-createdAt").ok();
        assertThat(all.path("data").findValuesAsText("id"))
                .contains(newer.path("id").asText(), older.path("id").asText());
        assertThat(all.at("/data/0/id")).isEqualTo(newer.path("id"));
        assertThat(api.get("/imports?programInstanceId=" + instance)
                        .ok()
                        .path("totalItems")
                        .asInt())
                .isEqualTo(1);
        assertThat(api.get("/imports?status=failed").ok().path("totalItems").asInt())
                .isZero();
        assertThat(api.get("/imports?status=lost").expect(400).faults()).containsExactly("/status");
    }

    @Test
    void aLimitedMemberSeesImportsOfTheirInstancesOnly() {
        begin(worlds.organization());
        JsonNode own = trial(email());
        JsonNode others = imports.completed(imports.csv(world.instance(), "?dryRun=true", file(email())));
        String address = worlds.person(world, PASSWORD, Role.COORDINATOR);
        for (JsonNode user : api.get("/users?perPage=100").ok().path("data")) {
            if (user.path("email").asText().equals(address)) {
                ObjectNode patch = Json.object("{}");
                patch.putArray("programInstanceIds").add(instance);
                api.patch("/users/" + user.path("id").asText(), patch).expect(200);
            }
        }
        Browser browser = Browser.signedIn(api.url(), address, PASSWORD);
        assertThat(browser.get("/imports").ok().path("data").findValuesAsText("programInstanceId"))
                .containsOnly(instance);
        browser.get(path(own) + "/rows").expect(200);
        browser.get(path(others) + "/rows").problem(403, "other-program-instance");
        browser.api(
                        "PATCH",
                        path(others) + "/rows/2",
                        "application/json",
                        cells("E-Mail", email()).toString())
                .problem(403, "other-program-instance");
    }

    @Test
    void mappingsAreKeptUnderAName() {
        begin(worlds.organization());
        JsonNode made = api.post(
                        "/importMappings",
                        "{\"name\": \"Rebates\", \"columns\": {\"Mail\": \"email\", \"EV Type\": \"metadata.evType\", \"Colour\": null}}")
                .created();
        assertThat(made.at("/columns/Colour").isNull()).isTrue();
        String mapping = "/importMappings/" + made.path("id").asText();
        api.post("/importMappings", "{\"name\": \"Rebates\", \"columns\": {\"Mail\": \"email\"}}")
                .problem(409, "already-exists");
        assertThat(api.post("/importMappings", "{\"name\": \"Wrong\", \"columns\": {\"Mail\": \"mailbox\"}}")
                        .expect(400)
                        .faults())
                .containsExactly("/columns/Mail");
        ObjectNode columns = Json.object("{\"columns\": {\"Mail\": \"email\", \"Colour\": null}}");
        assertThat(api.patch(mapping, columns, "\"0\"").ok().path("columns")).hasSize(2);
        api.patch(mapping, columns, "\"0\"").problem(412, "precondition-failed");
        api.delete(mapping).expect(204);
        assertThat(api.get("/importMappings").ok().path("totalItems").asInt()).isZero();
    }
}
