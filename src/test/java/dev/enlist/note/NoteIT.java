package dev.enlist.note;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.process.Browser;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.Reply;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.Role;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** Notes of staff: who may write, change, delete and find them, and that they stay internal. */
@EnlistIT
class NoteIT {

    private static final String PASSWORD = "a long enough password";

    @Autowired
    Worlds worlds;

    @Autowired
    OwnerJdbc owner;

    @Autowired
    JdbcTemplate jdbc;

    World world;
    String instance;
    String enrollment;

    @BeforeEach
    void anEnrollment() {
        begin(worlds.shared(this));
    }

    private void begin(World where) {
        world = where;
        instance = world.instance();
        enrollment = world.eligibleEnrollment(instance);
    }

    private String notes() {
        return "/enrollments/" + enrollment + "/notes";
    }

    private Reply write(String text) {
        return world.api().post(notes(), Json.object("{}").put("text", text));
    }

    private List<String> found(String query) {
        return world.api().get("/notes?" + query).ok().path("data").findValuesAsText("text");
    }

    private Browser session(Role role) {
        return Browser.signedIn(world.api().url(), worlds.person(world, PASSWORD, role), PASSWORD, false);
    }

    @Test
    void notesAreWrittenReadChangedAndDeleted() {
        Reply written = write("Called on Monday.\nThe invoice is on its way.");
        JsonNode note = written.created();
        String path = written.header("Location").orElseThrow();

        assertThat(path).isEqualTo(notes() + "/" + note.path("id").asText());
        assertThat(note.at("/author/name").asText()).isEqualTo("Test key");
        assertThat(world.api().get(path).ok()).isEqualTo(note);
        assertThat(world.api().get(notes()).ok().path("data").get(0)).isEqualTo(note);
        assertThat(world.api()
                        .patch(path, Json.object("{\"text\": \"x\"}"), "\"7\"")
                        .status())
                .isEqualTo(412);
        JsonNode changed = world.api()
                .patch(
                        path,
                        Json.object("{\"text\": \"It arrived\"}"),
                        written.header("ETag").orElseThrow())
                .ok();
        assertThat(changed.path("text").asText()).isEqualTo("It arrived");
        assertThat(changed.path("version").asInt()).isEqualTo(1);
        world.api().delete(path).expect(204);
        world.api().get(path).problem(404, "not-found");
        world.api().get(notes() + "/x").problem(404, "not-found");
    }

    @Test
    void whatIsNoNoteIsRefused() {
        assertThat(write(" ").faults()).containsExactly("/text");
        assertThat(write("x".repeat(10_001)).faults()).containsExactly("/text");
        write("\uD83D\uDC0E".repeat(10_000)).created();
        assertThat(world.api().post(notes(), "{\"text\": \"a\\u0000b\"}").faults())
                .containsExactly("/text");
        assertThat(world.api().post(notes(), "{\"words\": \"a\"}").status()).isEqualTo(400);
        write("x".repeat(1 << 20)).problem(413, "payload-too-large");
        assertThat(owner.sql("select count(*)::int from note where enrollment_id = ?")
                        .param(enrollment)
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void anotherPersonNeitherChangesNorDeletesANote() {
        Browser reviewer = session(Role.REVIEWER);
        String path = reviewer.api("POST", notes(), "application/json", "{\"text\": \"Mine\"}")
                .header("Location")
                .orElseThrow();
        Browser coordinator = session(Role.COORDINATOR);
        String change = "{\"text\": \"Yours\"}";

        assertThat(coordinator
                        .api("PATCH", path, "application/json", change)
                        .json()
                        .path("code")
                        .asText())
                .isEqualTo("not-note-author");
        assertThat(coordinator
                        .api("DELETE", path, "application/json", "")
                        .json()
                        .path("code")
                        .asText())
                .isEqualTo("not-note-author");
        Browser administrator = session(Role.ADMINISTRATOR);
        assertThat(administrator
                        .api("PATCH", path, "application/json", change)
                        .json()
                        .path("code")
                        .asText())
                .isEqualTo("not-note-author");
        reviewer.api("PATCH", path, "application/json", change).expect(200);
        administrator.api("DELETE", path, "application/json", "").expect(204);
        assertThat(session(Role.VIEWER).get(notes()).status()).isEqualTo(403);
    }

    @Test
    void notesAreFoundByTheirWords() {
        begin(worlds.organization());
        write("The invoice of Zoë is missing").created();
        write("INVOICES arrived, all of them").created();
        String path = write("Nothing to see").header("Location").orElseThrow();

        assertThat(found("q=invoice")).hasSize(2);
        assertThat(found("q=zoe+INVOICE")).containsExactly("The invoice of Zoë is missing");
        assertThat(found("q=voice")).isEmpty();
        assertThat(found("q=invoice&sort=-createdAt").get(0)).startsWith("INVOICES");
        assertThat(found("")).hasSize(3);
        world.api().patch(path, Json.object("{\"text\": \"An invoice\"}")).ok();
        assertThat(found("q=nothing")).isEmpty();
        assertThat(found("q=invoice")).hasSize(3);
        assertThat(world.api().get("/notes?q=%25").faults()).containsExactly("/q");
        assertThat(world.api().get("/notes?q=a+b+c+d+e+f+g+h+i+j+k").faults()).containsExactly("/q");
        assertThat(worlds.stranger().api().get("/notes?q=invoice").ok().path("data"))
                .isEmpty();
        world.api().delete("/enrollments/" + enrollment).expect(204);
        assertThat(found("")).isEmpty();
    }

    /** As the role of the application, whose row security leaves few operators to an index. */
    @Test
    void theSearchUsesItsIndex() {
        begin(worlds.organization());
        String id = write("The invoice is missing").created().path("id").asText();
        owner.template()
                .update(
                        "insert into note_word (note_id, word, workspace_id) select ?, 'w' || n, ?"
                                + " from generate_series(1, 20000) n",
                        id,
                        world.workspace().workspaceId());
        owner.template().execute("analyze note_word");
        String plan = world.in(() -> String.join(
                "\n",
                jdbc.queryForList(
                        "explain select w.note_id from note_word w where w.workspace_id = '"
                                + world.workspace().workspaceId() + "' and w.word >= 'invoice' and w.word < 'invoicf'",
                        String.class)));
        assertThat(plan).contains("note_word_search").containsPattern("Index Cond: .*word");
    }

    @Test
    void aLimitedMemberFindsTheNotesOfTheirInstances() {
        begin(worlds.organization());
        write("Secret of the other instance").created();
        String mine = world.instance();
        String own = world.eligibleEnrollment(mine);
        world.api()
                .post("/enrollments/" + own + "/notes", "{\"text\": \"Secret of mine\"}")
                .created();
        String email = worlds.person(world, PASSWORD, Role.COORDINATOR);
        for (JsonNode user : world.api().get("/users?perPage=500").ok().path("data")) {
            if (user.path("email").asText().equals(email)) {
                ObjectNode limit = Json.object("{}");
                limit.putArray("programInstanceIds").add(mine);
                world.api().patch("/users/" + user.path("id").asText(), limit).ok();
            }
        }
        Browser member = Browser.signedIn(world.api().url(), email, PASSWORD);
        assertThat(member.get("/notes?q=secret").ok().path("data").findValuesAsText("text"))
                .containsExactly("Secret of mine");
        assertThat(member.get(notes()).status()).isEqualTo(403);
    }

    @Test
    void applicantsAndReceiversOfEventsLearnNothing() {
        begin(worlds.organization());
        write("Unmistakable").created();
        String customer = world.api()
                .get("/enrollments/" + enrollment)
                .ok()
                .path("customerId")
                .asText();
        ObjectNode wanted = Json.object(
                        "{\"name\": \"Applicant\", \"scopes\": [\"notes:read\", \"notes:write\", \"enrollments:read\"]}")
                .put("customerId", customer);
        var applicant = world.api()
                .with(world.api().post("/apiKeys", wanted).created().path("key").asText());
        applicant.get(notes()).problem(403, "notes-are-internal");
        applicant.post(notes(), "{\"text\": \"x\"}").problem(403, "notes-are-internal");
        assertThat(applicant.get("/enrollments/" + enrollment).ok().toString()).doesNotContain("Unmistakable");
        assertThat(world.events().toString()).doesNotContain("Unmistakable", "note");
        assertThat(world.api().get("/audit?perPage=500").ok().toString())
                .contains("note.create")
                .doesNotContain("Unmistakable");
        assertThat(world.api()
                        .post("/personalData/export", Json.object("{}").put("customerId", customer))
                        .ok()
                        .toString())
                .contains("Unmistakable");
    }

    @Test
    void theGraphWritesAndFindsNotes() {
        begin(worlds.organization());
        String add = "mutation { addEnrollmentNote(id: \"" + enrollment
                + "\", input: {text: \"From the graph\"}) { id text version author { name } } }";
        JsonNode added = graph(add).at("/data/addEnrollmentNote");
        assertThat(added.path("text").asText()).isEqualTo("From the graph");
        String id = added.path("id").asText();
        assertThat(graph("{ enrollment(id: \"" + enrollment + "\") { notes { id } documents { id url } } }")
                        .at("/data/enrollment/notes/0/id")
                        .asText())
                .isEqualTo(id);
        assertThat(graph("{ notes(q: \"graph\") { nodes { id } } }")
                        .at("/data/notes/nodes/0/id")
                        .asText())
                .isEqualTo(id);
        String tooLong = "x".repeat(10_001);
        assertThat(graph("mutation { updateEnrollmentNote(id: \"" + enrollment + "\", noteId: \"" + id
                                + "\", input: {text: \"" + tooLong + "\"}) { id } }")
                        .at("/errors/0/extensions/code")
                        .asText())
                .isEqualTo("invalid-input");
        assertThat(graph("mutation { deleteEnrollmentNote(id: \"" + enrollment + "\", noteId: \"" + id + "\") }")
                        .at("/data/deleteEnrollmentNote")
                        .asText())
                .isEqualTo(id);
    }

    private JsonNode graph(String query) {
        return world.api()
                .post("/graphql", Json.object("{}").put("query", query))
                .ok();
    }
}
