package dev.enlist.bulk.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.shared.Cuid;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Imports;
import dev.enlist.support.Json;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.Patience;
import dev.enlist.support.StatementCounter;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Imports of people from files over REST. */
@EnlistIT
class ImportIT {

    private static final String HEAD = "firstName,lastName,email,address.state,address.postalCode,manufacturerSlugs\n";

    @Autowired
    Worlds worlds;

    @Autowired
    OwnerJdbc jdbc;

    @Autowired
    StatementCounter counter;

    World world;
    Imports imports;
    String instance;

    @BeforeEach
    void aWorkspace() {
        begin(worlds.shared(this));
    }

    private void begin(World where) {
        world = where;
        imports = new Imports(world.api());
        instance = world.instance();
    }

    private static String person(String email, String state) {
        return "Nora,Field," + email + "," + state + "," + (state.equals("NY") ? "10001" : "90012")
                + ",tesla|enphase\n";
    }

    private static String mail() {
        return Cuid.next() + "@example.com";
    }

    private static String people(int count) {
        return IntStream.range(0, count).mapToObj(n -> person(mail(), "NY")).collect(Collectors.joining());
    }

    @Test
    void enrollsValidRowsAndReportsEveryFault() {
        begin(worlds.organization());
        String eligible = mail();
        JsonNode done = imports.completed(imports.csv(
                instance,
                "",
                HEAD + person(eligible, "NY") + person(mail(), "CA") + person("no mail", "NY") + ",,x@example.com,,,\n"
                        + "too,few\n"));

        assertThat(Imports.counts(done)).isEqualTo("2/0/0/3");
        assertThat(done.at("/mapping/manufacturerSlugs").asText()).isEqualTo("manufacturerSlugs");
        JsonNode list = world.api()
                .get("/programInstances/" + instance + "/enrollments")
                .ok();
        assertThat(list.path("data").findValuesAsText("status")).containsExactlyInAnyOrder("eligible", "ineligible");
        JsonNode nora = world.api()
                .get("/programInstances/" + instance + "/enrollments?q=" + eligible)
                .ok()
                .at("/data/0");
        assertThat(nora.path("manufacturerSlugs").toString()).isEqualTo("[\"tesla\",\"enphase\"]");
        assertThat(nora.path("customerId").asText()).isNotEmpty();
        JsonNode history = world.api()
                .get("/enrollments/" + nora.path("id").asText() + "/history")
                .ok()
                .path("data");
        assertThat(history.findValuesAsText("to")).containsExactly("candidate", "eligible");
        assertThat(history.at("/0/by/name").asText()).isEqualTo("Test key");
        assertThat(imports.errors(done).lines().toList())
                .containsExactly(
                        "line,column,error,firstName,lastName,email,address.state,address.postalCode,manufacturerSlugs",
                        "4,email,email must be an e-mail address of at most 254 characters,Nora,Field,no mail,NY,10001,tesla|enphase",
                        "5,firstName; lastName,firstName is needed with identificationType customerInfo; lastName is"
                                + " needed with identificationType customerInfo unless the program instance accepts single names"
                                + ",,,x@example.com,,,",
                        "6,,\"has 2 cells, and the header has 6\",too,few");
        assertThat(world.isConsistent()).isTrue();
        assertThat(jdbc.sql("select count(*) from import_chunk where workspace_id = ?")
                        .param(world.workspace().workspaceId())
                        .query(Long.class)
                        .single())
                .as("processed rows")
                .isZero();
    }

    @Test
    void answersWithTheDetectedFormatAndMapping() {
        JsonNode accepted = imports.send(
                        instance,
                        "?evaluate=false",
                        "text/csv",
                        "Vorname;E-Mail;First Name;surname\nx;a@example.com;Zoë;Muster\n"
                                .getBytes(StandardCharsets.ISO_8859_1))
                .expect(202)
                .json();

        assertThat(accepted.path("status").asText()).isIn("queued", "running", "completed");
        assertThat(accepted.path("delimiter").asText()).isEqualTo(";");
        assertThat(accepted.path("total").asInt()).isEqualTo(1);
        assertThat(accepted.at("/mapping/Vorname").isNull()).isTrue();
        assertThat(accepted.at("/mapping/E-Mail").asText()).isEqualTo("email");
        imports.over(accepted.path("id").asText());
        JsonNode zoe = world.api()
                .get("/programInstances/" + instance + "/enrollments")
                .ok()
                .at("/data/0");
        assertThat(zoe.path("firstName").asText()).isEqualTo("Zoë");
        assertThat(zoe.at("/eligibility/status").asText()).isEqualTo("candidate");
        JsonNode listed =
                world.api().get("/programInstances/" + instance + "/imports").ok();
        assertThat(listed.at("/data/0/id")).isEqualTo(accepted.path("id"));
        assertThat(listed.path("totalItems").asInt()).isEqualTo(1);
    }

    @Test
    void convertsCellsToMembersOfARequest() {
        imports.completed(imports.csv(
                instance,
                "?mapping="
                        + encode("{\"n\":\"firstName\",\"l\":\"lastName\",\"m\":\"email\",\"k\":\"metadata.kwh\","
                                + "\"z\":\"metadata.zip\",\"t\":\"tags\",\"p\":\"phone\",\"d\":\"metadata.deep.er\"}"),
                "n,l,m,k,z,t,p,d\nNora,Field,nora@example.com,640.5,\"\"\"00123\"\"\",one|,'+12125550100,true|x|7\n"));

        JsonNode nora = world.api()
                .get("/programInstances/" + instance + "/enrollments")
                .ok()
                .at("/data/0");
        assertThat(nora.path("meta"))
                .isEqualTo(Json.read("{\"kwh\":640.5,\"zip\":\"00123\",\"deep\":{\"er\":[true,\"x\",7]}}"));
        assertThat(nora.path("tags").toString()).isEqualTo("[\"one\"]");
        assertThat(nora.path("phone").asText()).isEqualTo("+12125550100");
    }

    private static String encode(String text) {
        return java.net.URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Test
    void readsSpreadsheetBooleansOfFormFields() {
        String asked = world.instance(world.program(), i -> i.set("formConfig", Json.object("""
                {"title": "Apply", "fields": [{"name": "metadata.owner", "label": "Own?", "type": "boolean"}]}""")));
        imports.completed(imports.csv(
                asked,
                "",
                "firstName,lastName,email,address.state,metadata.owner,metadata.city\nNora,Field," + mail()
                        + ",NY,TRUE,TRUE\n"));

        JsonNode metadata = world.api()
                .get("/programInstances/" + asked + "/enrollments")
                .ok()
                .at("/data/0/meta");
        assertThat(metadata.path("owner").isBoolean()).as(metadata.toString()).isTrue();
        assertThat(metadata.path("city").asText()).isEqualTo("TRUE");
        assertThat(metadata.path("city").isTextual()).isTrue();
    }

    @Test
    void importsNdjsonAndReportsFaults() {
        JsonNode done = imports.completed(imports.ndjson(instance, "", """
                {"firstName": "Nora", "lastName": "Field", "email": "nora@example.com", "address": {"state": "NY"}}
                nonsense

                {"firstName": "Nora", "lastName": "Field", "email": "n2@example.com", "colour": "red", "tags": "x"}
                {"firstName": "Nora", "lastName": "Field", "email": "n3@example.com", "evaluate": false}
                """));

        assertThat(Imports.counts(done)).isEqualTo("1/0/0/3");
        List<String> errors = imports.errors(done).lines().toList();
        assertThat(errors.get(0)).isEqualTo("line,column,error,row");
        assertThat(errors.get(1)).startsWith("2,,\"is not well-formed JSON").endsWith(",nonsense");
        assertThat(errors.get(2)).startsWith("4,tags; colour,tags must be a list; colour is not a known member here,");
        assertThat(errors.get(3)).startsWith("5,evaluate,");
    }

    @Test
    void importsTheCorrectedErrorsFile() {
        JsonNode csv = imports.completed(
                imports.csv(instance, "", HEAD + person("wrong at example.com", "NY") + person(mail(), "NY")));
        JsonNode again = imports.completed(
                imports.csv(instance, "", imports.errors(csv).replace("wrong at example.com", "right@example.com")));
        assertThat(Imports.counts(again)).isEqualTo("1/0/0/0");

        JsonNode ndjson = imports.completed(imports.ndjson(
                instance, "", "{\"firstName\": \"=cmd\", \"lastName\": \"F\", \"email\": \"wrong at example.com\"}\n"));
        String errors = imports.errors(ndjson);
        JsonNode mended = imports.completed(imports.csv(
                instance,
                "",
                errors.substring(0, errors.indexOf('\n') + 1)
                        + errors.substring(errors.indexOf('\n') + 1)
                                .replace("wrong at", "correct@")
                                .replace("@ ", "@")));
        assertThat(Imports.counts(mended)).as(imports.errors(mended)).isEqualTo("1/0/0/0");
    }

    @ParameterizedTest
    @CsvSource({"refuse, 2/0/0/3", "skip, 2/0/3/0", "update, 2/3/0/0"})
    void appliesOnDuplicate(String onDuplicate, String counts) {
        // rules without states, so that the verdict does not change with the state
        instance = world.instance(world.program(p -> p.putArray("states")), i -> {});
        String known = mail();
        world.enroll(instance, World.applicant().put("email", known).put("serialNumber", "kept"));
        String twice = mail();

        JsonNode done = imports.completed(imports.csv(
                instance,
                "?onDuplicate=" + onDuplicate,
                HEAD
                        + person(known.toUpperCase(java.util.Locale.ROOT), "NY")
                        + person(twice, "NY")
                        + person(mail(), "NY")
                        + person(twice, "CA")
                        + person(twice, "NJ")));

        assertThat(Imports.counts(done)).isEqualTo(counts);
        assertThat(world.api()
                        .get("/programInstances/" + instance + "/enrollments")
                        .ok()
                        .path("totalItems")
                        .asInt())
                .isEqualTo(3);
        JsonNode second = world.api()
                .get("/programInstances/" + instance + "/enrollments?q=" + twice)
                .ok()
                .at("/data/0");
        assertThat(second.at("/address/state").asText())
                .as("the last row wins")
                .isEqualTo(onDuplicate.equals("update") ? "NJ" : "NY");
        JsonNode first = world.api()
                .get("/programInstances/" + instance + "/enrollments?q=" + known)
                .ok()
                .at("/data/0");
        assertThat(first.path("serialNumber").asText()).isEqualTo("kept");
        assertThat(first.path("firstName").asText()).isEqualTo(onDuplicate.equals("update") ? "Nora" : "Suzie");
        if (onDuplicate.equals("refuse")) {
            assertThat(imports.errors(done))
                    .contains(
                            "email is enrolled already, as " + first.path("id").asText());
        }
        assertThat(world.isConsistent()).isTrue();
    }

    @Test
    void identifiesPeopleByIds() {
        String customer = world.api()
                .post("/customers", Json.object("""
                        {"firstName": "Suzie", "lastName": "Homeowner", "email": "suzie@example.com",
                         "address": {"state": "NY", "postalCode": "10001"}}"""))
                .created()
                .path("id")
                .asText();
        String foreign = worlds.other()
                .api()
                .post("/leads", Json.object("{}").put("email", mail()))
                .created()
                .path("id")
                .asText();
        String earlier = world.approvedEnrollment(world.instance());

        JsonNode done = imports.completed(imports.csv(
                instance,
                "",
                "customerId,leadId,enrollmentId,manufacturerSlugs\n" + customer + ",,,tesla\n,," + earlier + ",\n,"
                        + foreign + ",,\n" + Cuid.next() + ",,,\n"));

        assertThat(Imports.counts(done)).as(imports.errors(done)).isEqualTo("2/0/0/2");
        assertThat(imports.errors(done)).contains("leadId names no lead").contains("customerId names no customer");
    }

    @Test
    void aDryRunWritesNothing() {
        begin(worlds.organization());
        String known = mail();
        world.enroll(instance, World.applicant().put("email", known));
        Patience.until(
                "the applicant is compared with others", () -> rowsOfAllTables().get("duplicate_check_batch") == 0);
        String twice = mail();
        Map<String, Long> before = rowsOfAllTables();

        JsonNode done = imports.completed(imports.csv(
                instance,
                "?dryRun=true",
                HEAD
                        + person(known, "NY")
                        + person(twice, "NY")
                        + person(mail(), "CA")
                        + person("no mail", "NY")
                        + people(250)
                        + person(twice, "NY")));

        assertThat(Imports.counts(done)).isEqualTo("252/0/0/3");
        List<String> results = imports.results(done).lines().toList();
        assertThat(results).hasSize(256);
        assertThat(results.get(1)).startsWith("1,2,refused,").contains("enrolled already");
        assertThat(results.get(2)).startsWith("2,3,created,,eligible,meets-all-criteria,");
        assertThat(results.get(3)).startsWith("3,4,created,,ineligible,");
        assertThat(results.get(4)).startsWith("4,5,refused,").endsWith(",email");
        assertThat(results.get(255)).startsWith("255,256,refused,").contains("is that of an earlier row");
        assertThat(rowsOfAllTables()).isEqualTo(before);
        imports.completed(imports.csv(instance, "", HEAD + person(twice, "NY")));
    }

    /**
     * Row counts of this workspace. Excludes the import itself, its audit entry and its event, counters that a
     * background job updates, and the signals that start such jobs.
     */
    private Map<String, Long> rowsOfAllTables() {
        Map<String, Long> counts = new TreeMap<>();
        jdbc.sql("""
                        select c.table_name, c.column_name from information_schema.columns c
                        join information_schema.tables t using (table_schema, table_name)
                        where c.table_schema = 'public' and t.table_type = 'BASE TABLE'
                          and c.column_name in ('workspace_id', 'tenant_id_')
                        """)
                .query((row, n) -> new String[] {row.getString(1), row.getString(2)})
                .list()
                .forEach(table -> counts.put(
                        table[0],
                        jdbc.sql("select count(*) from " + table[0] + " where " + table[1] + " = ?"
                                        + (table[0].equals("event_log") ? " and type not like 'import.%'" : "")
                                        + (table[0].equals("audit_entry") ? " and action not like 'import.%'" : ""))
                                .param(world.workspace().workspaceId())
                                .query(Long.class)
                                .single()));
        counts.keySet()
                .removeAll(List.of("audit_block", "audit_seal", "audit_head", "enrollment_import", "job_signal"));
        counts.keySet()
                .removeIf(table -> table.startsWith("import_")
                        || table.startsWith("report_")
                        || table.startsWith("enrollment_facet_"));
        assertThat(counts).hasSizeGreaterThan(30);
        return counts;
    }

    @Test
    void resumesACancelledImportWithoutLossOrDuplicates() {
        int rows = 900;
        String id = imports.csv(instance, "", HEAD + people(rows))
                .expect(202)
                .json()
                .path("id")
                .asText();

        JsonNode cancelled =
                world.api().post("/imports/" + id + "/cancel", "").expect(200).json();

        assertThat(cancelled.path("status").asText()).isEqualTo("cancelled");
        world.api().post("/imports/" + id + "/cancel", "").problem(409, "already-finished");
        // a later import starts only after the earlier ones are finished
        imports.completed(imports.csv(world.instance(), "", HEAD + people(5)));
        assertThat(imports.over(id).path("processed").asInt()).isLessThan(rows);
        assertThat(world.api()
                        .post("/imports/" + id + "/resume", "")
                        .expect(200)
                        .json()
                        .path("status")
                        .asText())
                .isEqualTo("queued");
        JsonNode done = imports.over(id);
        assertThat(Imports.counts(done)).isEqualTo(rows + "/0/0/0");
        assertThat(enrolled()).isEqualTo(rows);
        world.api().post("/imports/" + id + "/resume", "").problem(409, "not-resumable");
        assertThat(world.isConsistent()).isTrue();
    }

    @Test
    void refusesAndFailsImportsIntoAnInstanceThatAcceptsNoEnrollments() {
        int rows = 700;
        String id = imports.csv(instance, "", HEAD + people(rows))
                .expect(202)
                .json()
                .path("id")
                .asText();
        world.api()
                .patch("/programInstances/" + instance, Json.object("{\"active\": false}"))
                .ok();

        JsonNode failed = imports.over(id);

        assertThat(failed.path("status").asText()).isEqualTo("failed");
        assertThat(failed.path("failure").asText()).isNotEmpty();
        assertThat(enrolled()).isEqualTo(failed.path("created").asInt()).isLessThan(rows);
        imports.csv(instance, "", HEAD + people(1)).problem(409, "program-not-accepting");
        world.api().post("/imports/" + id + "/resume", "").problem(409, "program-not-accepting");
        world.api()
                .patch("/programInstances/" + instance, Json.object("{\"active\": true}"))
                .ok();
        world.api().post("/imports/" + id + "/resume", "").expect(200);
        assertThat(Imports.counts(imports.over(id))).isEqualTo(rows + "/0/0/0");
        assertThat(enrolled()).isEqualTo(rows);
    }

    private int enrolled() {
        return world.api()
                .get("/programInstances/" + instance + "/enrollments?perPage=1")
                .ok()
                .path("totalItems")
                .asInt();
    }

    /** The row passes every check, but the database refuses it. */
    @Test
    void refusesOnlyTheRowThatCannotBeStored() {
        String poison = "poison" + mail();
        jdbc.sql("""
                        create or replace function refuse_poison() returns trigger language plpgsql as
                        $$ begin raise exception 'poison'; end $$
                        """).update();
        jdbc.sql("create trigger refuse_poison before insert on decision_record for each row"
                        + " when (new.inputs::text like '%poisoned%') execute function refuse_poison()")
                .update();
        try {
            JsonNode done = imports.completed(imports.csv(
                    instance, "", HEAD + people(170) + "Nora,Field," + poison + ",NY,10001,poisoned\n" + people(230)));

            assertThat(Imports.counts(done)).isEqualTo("400/0/0/1");
            assertThat(imports.errors(done))
                    .contains("cannot be stored")
                    .contains(poison)
                    .doesNotContain("trigger");
            assertThat(world.isConsistent()).isTrue();
        } finally {
            jdbc.sql("drop trigger refuse_poison on decision_record").update();
        }
    }

    @Test
    void executesStatementsPerChunkNotPerRow() {
        begin(worlds.organization());
        imports.completed(imports.csv(instance, "", HEAD + people(500)));

        Map<String, Long> few = statements(HEAD + samePartition(10));
        Map<String, Long> many = statements(HEAD + samePartition(100));

        // on a busy machine the hundred rows are more than one chunk: its size follows from the time of the one before
        long furtherChunks = chunks(many) - chunks(few);
        assertThat(chunks(few)).isPositive();
        assertThat(total(many)).isLessThanOrEqualTo(total(few) * (1 + furtherChunks) + 10);
    }

    private static long total(Map<String, Long> statements) {
        return statements.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Each chunk moves its partition on once. */
    private static long chunks(Map<String, Long> statements) {
        return statements.entrySet().stream()
                .filter(statement -> statement.getKey().startsWith("update import_lane set position"))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** People that the upload assigns to one partition. */
    private static String samePartition(int count) {
        StringBuilder rows = new StringBuilder();
        int made = 0;
        while (made < count) {
            String mail = mail();
            if (Math.floorMod(mail.hashCode(), 4) == 1) {
                rows.append(person(mail, "NY"));
                made++;
            }
        }
        return rows.toString();
    }

    private Map<String, Long> statements(String file) {
        return counter.during("job-import", () -> imports.completed(imports.csv(instance, "", file))).stream()
                .map(statement -> statement.replaceAll("\\s+", " ").replaceAll("\\?(, ?\\?)+", "?"))
                .filter(statement -> !statement.contains("from workspace") && !statement.contains("skip locked"))
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
    }

    @Test
    void acceptsAFormWithFieldsBeforeTheFile() {
        String form = """
                --b\r
                Content-Disposition: form-data; name="onDuplicate"\r
                \r
                skip\r
                --b\r
                Content-Disposition: form-data; name="mapping"\r
                \r
                {"wer": "email", "f": "firstName", "l": "lastName"}\r
                --b\r
                Content-Disposition: form-data; name="file"; filename="people.csv"\r
                Content-Type: text/csv\r
                \r
                wer;f;l
                a@example.com;A;B
                a@example.com;A;B\r
                --b--\r
                """;

        JsonNode done = imports.completed(imports.send(
                instance, "?evaluate=false", "multipart/form-data; boundary=b", form.getBytes(StandardCharsets.UTF_8)));

        assertThat(Imports.counts(done)).isEqualTo("1/0/1/0");
    }

    @Test
    void refusesUnreadableFilesAndStoresNothing() {
        begin(worlds.organization());
        assertThat(imports.csv(instance, "?dryRun=maybe&onDuplicate=both&delimiter=xx&mapping=5", "email\n")
                        .faults())
                .containsExactlyInAnyOrder("/dryRun", "/onDuplicate", "/delimiter", "/mapping");
        assertThat(imports.csv(instance, "", "").faults()).containsExactly("");
        assertThat(imports.csv(instance, "", "colour\nred\n").faults()).containsExactly("/mapping");
        assertThat(imports.csv(instance, "", HEAD + people(3_000) + "\"" + "x".repeat(2_000_000))
                        .faults())
                .containsExactly("");
        assertThat(imports.send(instance, "?charset=nonsense", "text/csv", new byte[0])
                        .faults())
                .containsExactly("/charset");
        assertThat(imports.send(
                                instance,
                                "",
                                "multipart/form-data; boundary=b",
                                "--b--".getBytes(StandardCharsets.UTF_8))
                        .status())
                .isEqualTo(400);
        imports.csv(Cuid.next(), "", HEAD).problem(404, "not-found");
        assertThat(jdbc.sql("select (select count(*) from enrollment_import where workspace_id = :w)"
                                + " + (select count(*) from import_chunk where workspace_id = :w)")
                        .param("w", world.workspace().workspaceId())
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(Imports.counts(imports.completed(imports.csv(instance, "", HEAD))))
                .as("a file with a header only")
                .isEqualTo("0/0/0/0");
    }

    @Test
    void importsOncePerIdempotencyKey() {
        String file = HEAD + people(3);
        JsonNode first = once(file);

        assertThat(once(file).path("id")).isEqualTo(first.path("id"));
        imports.over(first.path("id").asText());
        assertThat(enrolled()).isEqualTo(3);
    }

    private JsonNode once(String file) {
        return world.api()
                .send(
                        "/programInstances/" + instance + "/imports",
                        request -> request.header("Content-Type", "text/csv")
                                .header("Idempotency-Key", "once")
                                .POST(BodyPublishers.ofString(file)))
                .expect(202)
                .json();
    }

    @Test
    void erasesAPersonFromUploadedFiles() {
        String refused = "gone" + mail();
        String waiting = "gone" + mail();
        JsonNode done = imports.completed(
                imports.csv(instance, "", HEAD + "," + "," + refused + ",NY,10001,tesla\n" + person(mail(), "NY")));
        String id = imports.csv(instance, "", HEAD + people(1_200) + person(waiting, "NY"))
                .expect(202)
                .json()
                .path("id")
                .asText();
        world.api().post("/imports/" + id + "/cancel", "").expect(200);
        assertThat(holding(refused)).isNotZero();
        assertThat(holding(waiting)).isNotZero();
        assertThat(world.api()
                        .post("/personalData/export", Json.object("{}").put("email", refused))
                        .ok()
                        .toString())
                .contains("firstName is needed");

        for (String email : List.of(refused, waiting)) {
            world.api()
                    .post(
                            "/personalData/erase",
                            Json.object("{\"reason\": \"other\"}").put("email", email))
                    .ok();
        }

        assertThat(holding(refused)).isZero();
        assertThat(holding(waiting)).isZero();
        world.api().post("/imports/" + id + "/resume", "").expect(200);
        JsonNode resumed = imports.over(id);
        assertThat(Imports.counts(resumed)).isEqualTo("1200/0/0/1");
        assertThat(imports.errors(resumed)).contains("was erased at the request of the person");
        assertThat(imports.errors(done).lines()).hasSize(1);
    }

    private long holding(String email) {
        return jdbc.sql("select (select count(*) from import_chunk where content like :e)"
                        + " + (select count(*) from import_row where content like :e)")
                .param("e", "%" + email + "%")
                .query(Long.class)
                .single();
    }

    /** The exports of two workspaces are equal except for ids and times. */
    @ParameterizedTest
    @ValueSource(strings = {"text/csv", "application/x-ndjson"})
    void importsAnExportUnchanged(String type) {
        String left = world.approvedEnrollment(instance);
        world.api()
                .post("/enrollments/" + left + "/unenroll", Json.object("{\"reason\": \"Moved away\"}"))
                .ok();
        world.enroll(
                instance,
                World.applicant()
                        .put("firstName", "'=Nora")
                        .put("lastName", "+Field")
                        .put("phone", "+12125550100")
                        .put("serialNumber", "1.23457E+11")
                        .put("referenceId", "=1+1")
                        .set("tags", Json.read("[\"a|b\", \"-c\", \"[d\"]")));
        world.enroll(instance, (com.fasterxml.jackson.databind.node.ObjectNode) World.applicant()
                .set(
                        "metadata",
                        Json.read("{\"monthlyKwh\": 640.5, \"deep\": {\"text\": \"007\", \"list\": [1, true]}}")));
        String customer = world.api()
                .post(
                        "/customers",
                        Json.object("{\"firstName\": \"Zoë\", \"lastName\": \"Muster\","
                                        + " \"phone\": \"+12125550177\","
                                        + " \"address\": {\"state\": \"NY\", \"postalCode\": \"10001\"}}")
                                .put("email", mail()))
                .created()
                .path("id")
                .asText();
        world.enroll(
                instance,
                Json.object("{\"identificationType\": \"customerId\", \"customerId\": \"" + customer + "\"}"));
        String exported = export(world, instance, type);
        World elsewhere = worlds.other();
        String to = elsewhere.instance();
        Imports there = new Imports(elsewhere.api());

        JsonNode done = there.completed(there.send(to, "", type, exported.getBytes(StandardCharsets.UTF_8)));

        assertThat(Imports.counts(done)).as(there.errors(done)).isEqualTo("4/0/0/0");
        assertThat(people(elsewhere, to)).isEqualTo(people(world, instance));
        JsonNode again =
                there.completed(there.send(to, "?onDuplicate=update", type, exported.getBytes(StandardCharsets.UTF_8)));
        assertThat(Imports.counts(again)).as(there.errors(again)).isEqualTo("0/4/0/0");
        assertThat(people(elsewhere, to)).isEqualTo(people(world, instance));
    }

    private static String export(World world, String instance, String type) {
        return world.api()
                .send(
                        "/programInstances/" + instance + "/enrollments",
                        request -> request.header("Accept", type).GET())
                .expect(200)
                .text();
    }

    /** The data of each person, by e-mail. */
    private static Map<String, JsonNode> people(World world, String instance) {
        Map<String, JsonNode> people = new TreeMap<>();
        for (JsonNode one : world.api()
                .get("/programInstances/" + instance + "/enrollments")
                .ok()
                .path("data")) {
            com.fasterxml.jackson.databind.node.ObjectNode person = one.deepCopy();
            person.retain(
                    "firstName",
                    "lastName",
                    "email",
                    "phone",
                    "address",
                    "manufacturerSlugs",
                    "serialNumber",
                    "referenceId",
                    "referenceDescription",
                    "tags",
                    "meta");
            ((com.fasterxml.jackson.databind.node.ObjectNode) person.path("meta")).remove("exit");
            people.put(one.path("email").asText(), person);
        }
        return people;
    }

    /** Independent of the partitions of the rows, and each time the file is sent. */
    @Test
    void refusesTheSameRowEachTimeAsInTheDryRun() {
        StringBuilder file = new StringBuilder("firstName,lastName,email,referenceId,address.state\n");
        java.util.Random random = new java.util.Random(7);
        for (int i = 0; i < 400; i++) {
            file.append("N,F,p")
                    .append(random.nextInt(300))
                    .append("@example.com,r")
                    .append(random.nextInt(300))
                    .append(random.nextBoolean() ? ",NY\n" : ",CA\n");
        }
        JsonNode dry = imports.completed(imports.csv(instance, "?dryRun=true", file.toString()));
        List<String> expected = outcomes(imports, dry);
        assertThat(expected).anyMatch(row -> row.contains("refused")).anyMatch(row -> row.contains("created"));

        for (int i = 0; i < 2; i++) {
            World other = worlds.organization();
            Imports there = new Imports(other.api());
            JsonNode done = there.completed(there.csv(other.instance(), "", file.toString()));

            assertThat(outcomes(there, done)).isEqualTo(refused(expected));
            assertThat(Imports.counts(done)).isEqualTo(Imports.counts(dry));
        }
    }

    private static List<String> refused(List<String> outcomes) {
        return outcomes.stream().filter(row -> row.contains("refused")).toList();
    }

    /** Number and outcome of each stored row, in order. */
    private static List<String> outcomes(Imports imports, JsonNode done) {
        return imports.results(done)
                .lines()
                .skip(1)
                .map(row -> row.split(",", 4))
                .map(cells -> cells[0] + " " + cells[2])
                .toList();
    }

    /** Like a merge patch: members that a row does not contain keep their value, in the enrollment and in the customer. */
    @Test
    void updatesOnlyTheMembersOfARow() {
        String known = mail();
        world.enroll(instance, (com.fasterxml.jackson.databind.node.ObjectNode) World.applicant()
                .put("email", known)
                .put("phone", "+12125550100")
                .set(
                        "address",
                        Json.read("{\"streetOne\": \"1 Main St\", \"city\": \"Albany\", \"state\":"
                                + " \"NY\", \"postalCode\": \"12207\"}")));

        JsonNode done = imports.completed(imports.csv(
                instance,
                "?onDuplicate=update",
                "email,firstName,lastName,address.city,metadata.deep.b\n" + known + ",Nora,Field,Troy,2\n"));

        assertThat(Imports.counts(done)).as(imports.errors(done)).isEqualTo("0/1/0/0");
        JsonNode enrollment = world.api()
                .get("/programInstances/" + instance + "/enrollments?q=" + known)
                .ok()
                .at("/data/0");
        JsonNode customer = world.api()
                .get("/customers/" + enrollment.path("customerId").asText())
                .ok();
        for (JsonNode person : List.of(enrollment, customer)) {
            assertThat(person.path("firstName").asText()).isEqualTo("Nora");
            assertThat(person.path("phone").asText()).isEqualTo("+12125550100");
            assertThat(person.path("address"))
                    .isEqualTo(Json.read("{\"streetOne\": \"1 Main St\", \"city\": \"Troy\", \"state\": \"NY\","
                            + " \"postalCode\": \"12207\"}"));
        }
    }
}
