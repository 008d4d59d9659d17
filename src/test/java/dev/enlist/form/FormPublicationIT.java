package dev.enlist.form;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The form of an instance from the first draft to the published path. */
@EnlistIT
class FormPublicationIT {

    static final String FORM = """
            {"title": "Apply", "pages": [{"title": "You", "fields": [
              {"name": "firstName", "label": "First name", "type": "text", "required": true},
              {"name": "lastName", "label": "Last name", "type": "text", "required": true},
              {"name": "email", "label": "E-mail", "type": "email", "required": true}]}]}
            """;

    @Autowired
    Worlds worlds;

    @Autowired
    PublishedFormService published;

    World world;

    @BeforeEach
    void aWorld() {
        world = worlds.shared(this);
    }

    private String instance() {
        return world.instance(world.program(), body -> body.set("formConfig", Json.object(FORM)));
    }

    private static String path() {
        return "p-" + dev.enlist.shared.Cuid.next();
    }

    private static JsonNode publish(String path) {
        return Json.read("{\"application\": {\"published\": true, \"path\": \"" + path + "\"}}");
    }

    @Test
    void aPublishedFormIsFoundByItsPath() {
        String id = instance();
        String path = path();

        JsonNode changed =
                world.api().patch("/programInstances/" + id, publish(path)).ok();

        assertThat(changed.at("/application/path").asText()).isEqualTo(path);
        PublishedForm form = published.byPath(path).orElseThrow();
        assertThat(form.programInstanceId()).isEqualTo(id);
        assertThat(form.workspace()).isEqualTo(world.workspace());
        assertThat(form.version()).isEqualTo(1);
        assertThat(form.definition().fields())
                .extracting(FormField::name)
                .containsExactly("firstName", "lastName", "email");
        assertThat(published.byPath(path())).isEmpty();
    }

    @Test
    void aPathOfAnotherOrganizationIsTaken() {
        String path = path();
        world.api().patch("/programInstances/" + instance(), publish(path)).ok();
        World other = worlds.other();
        String id = other.instance(other.program(), body -> body.set("formConfig", Json.object(FORM)));

        JsonNode problem =
                other.api().patch("/programInstances/" + id, publish(path)).problem(409, "path-taken");

        assertThat(problem.path("detail").asText())
                .contains(path)
                .doesNotContain(world.workspace().workspaceId());
    }

    @Test
    void anArchivedInstanceGivesItsPathBack() {
        String path = path();
        String before = instance();
        world.api().patch("/programInstances/" + before, publish(path)).ok();
        world.api().delete("/programInstances/" + before);

        assertThat(published.byPath(path)).isEmpty();
        String id = instance();
        world.api().patch("/programInstances/" + id, publish(path)).ok();
        assertThat(published.byPath(path).orElseThrow().programInstanceId()).isEqualTo(id);
    }

    @Test
    void publishingNeedsAFormThatAsksForNamesAndEmail() {
        String id = world.instance(
                world.program(),
                body -> body.set(
                        "formConfig",
                        Json.object("{\"fields\": [{\"name\": \"email\", \"label\": \"E\", \"type\": \"email\"}]}")));

        JsonNode problem = world.api()
                .patch(
                        "/programInstances/" + id,
                        Json.read("{\"application\": {\"published\": true, \"languages\": [\"en\", \"es\"]}}"))
                .problem(400, "invalid-input");

        assertThat(problem.path("errors").findValuesAsText("pointer"))
                .contains("/application/path", "/formConfig", "/formConfig/fields/0/label");
    }

    @Test
    void aVersionNeverChangesAndTheSameFormMakesNone() {
        String id = instance();
        String path = path();
        world.api().patch("/programInstances/" + id, publish(path)).ok();
        String versions = "/programInstances/" + id + "/formVersions";

        world.api()
                .patch("/programInstances/" + id, Json.read("{\"formConfig\": {\"title\": \"Apply now\"}}"))
                .ok();
        assertThat(world.api().get(versions).ok().path("unpublishedChanges").asBoolean())
                .isTrue();
        assertThat(published.byPath(path).orElseThrow().definition().title()).isEqualTo(LocalizedText.of("Apply"));

        JsonNode second =
                world.api().post(versions, "{\"note\": \"A better title\"}").created();
        assertThat(second.path("version").asInt()).isEqualTo(2);
        assertThat(second.path("note").asText()).isEqualTo("A better title");
        assertThat(world.api().post(versions, "{}").created().path("version").asInt())
                .isEqualTo(2);
        assertThat(published.byPath(path).orElseThrow().definition().title()).isEqualTo(LocalizedText.of("Apply now"));
        assertThat(published.byPath(path, 1).orElseThrow().definition().title()).isEqualTo(LocalizedText.of("Apply"));
        JsonNode list = world.api().get(versions).ok();
        assertThat(list.path("data").findValuesAsText("version")).containsExactly("2", "1");
        assertThat(list.path("unpublishedChanges").asBoolean()).isFalse();
        assertThat(world.api().get(versions + "/1").ok().at("/formConfig/title").asText())
                .isEqualTo("Apply");
        world.api().get(versions + "/3").problem(404, "not-found");
    }

    @Test
    void settingsAreReadBackAndTheDraftOfAPublishedFormMayBeUnfinished() {
        String id = instance();
        ObjectNode settings = Json.object("""
                {"application": {"published": true, "languages": ["en"], "duration": 10, "showNearestChange": true,
                  "endsAt": "2030-01-31", "frameAncestors": ["https://www.example.com"],
                  "screeningQuestions": ["firstName"], "whatYouNeed": ["A bill", {"en": "A pen"}]}}""");
        settings.withObject("/application").put("path", path());
        JsonNode stored = world.api().patch("/programInstances/" + id, settings).ok();
        assertThat(stored.at("/application/whatYouNeed").toString()).isEqualTo("[\"A bill\",{\"en\":\"A pen\"}]");
        assertThat(stored.at("/application/endsAt").asText()).isEqualTo("2030-02-01T00:00:00Z");
        assertThat(world.api().get("/programInstances/" + id).ok().path("application"))
                .isEqualTo(stored.path("application"));

        world.api().patch("/programInstances/" + id, Json.read("""
                        {"formConfig": {"pages": [{"fields": [{"name": "email", "type": "email", "label": "E"}]}]}}""")).ok();
        world.api().post("/programInstances/" + id + "/formVersions", "{}").problem(400, "invalid-input");
        JsonNode problem = world.api()
                .patch("/programInstances/" + id, Json.read("{\"application\": {\"languages\": [\"en\", \"es\"]}}"))
                .problem(400, "invalid-input");
        assertThat(problem.path("errors").findValuesAsText("pointer")).contains("/application/languages");
    }

    @Test
    void everyFaultOfSettingsIsNamed() {
        String id = instance();
        JsonNode problem =
                world.api().patch("/programInstances/" + id, Json.read("""
                        {"application": {"path": "No Path", "languages": ["english"], "duration": 0, "startsAt": "soon",
                          "frameAncestors": ["http://example.com/a"], "whatYouNeed": [1], "published": "yes"}}""")).problem(400, "invalid-input");
        assertThat(problem.path("errors").findValuesAsText("pointer"))
                .contains(
                        "/application/path",
                        "/application/languages/0",
                        "/application/duration",
                        "/application/startsAt",
                        "/application/frameAncestors/0",
                        "/application/whatYouNeed/0",
                        "/application/published");
        world.api()
                .patch("/programInstances/" + id, Json.read("{\"application\": {\"path\": \"resume\"}}"))
                .problem(400, "invalid-input");
    }

    @Test
    void aTemplateLocksItsForm() {
        world.api()
                .post("/templates", "{\"name\": \"Locked\", \"slug\": \"locked\"}")
                .created();
        world.api()
                .post(
                        "/templates/locked/versions",
                        "{\"programType\": \"rebate\", \"lockedFields\": [\"/formConfig\"], \"formConfig\": " + FORM
                                + "}")
                .created();
        world.api().post("/templates/locked/versions/1/activate", "{}").ok();
        String id = world.instance(world.program(), body -> body.put("templateVersion", "locked@1"));

        JsonNode problem = world.api()
                .patch("/programInstances/" + id, Json.read("{\"formConfig\": {\"title\": \"Other\"}}"))
                .problem(400, "invalid-input");
        assertThat(problem.path("errors").findValuesAsText("pointer")).containsExactly("/formConfig");
        world.api()
                .patch("/programInstances/" + id, Json.read("{\"title\": \"Another title\"}"))
                .ok();
        world.api().patch("/programInstances/" + id, publish(path())).ok();
    }
}
