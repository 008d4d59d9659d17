package dev.enlist.enrollment.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Graph;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Every enrollment has an application number, which all representations contain and the search finds. */
@EnlistIT
class ApplicationNumberIT {

    private static final String FORM = "[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}";

    @Autowired
    Worlds worlds;

    @Autowired
    OwnerJdbc owner;

    World world;
    String instance;

    @BeforeEach
    void organization() {
        world = worlds.shared(this);
        instance = world.instance();
    }

    @Test
    void isInAllRepresentations() {
        JsonNode created = world.enroll(instance, World.applicant());
        String number = created.path("applicationNumber").asText();
        String id = created.path("id").asText();
        assertThat(number).matches(FORM);

        world.api().post("/enrollments/" + id + "/submit", "{}").ok();
        assertThat(world.api()
                        .get("/enrollments/" + id)
                        .ok()
                        .path("applicationNumber")
                        .asText())
                .isEqualTo(number);
        assertThat(new Graph(world.api())
                        .data("query($id: ID!) { enrollment(id: $id) { applicationNumber } }", Map.of("id", id))
                        .at("/enrollment/applicationNumber")
                        .asText())
                .isEqualTo(number);
        JsonNode events = world.events("enrollmentId=" + id);
        assertThat(events)
                .hasSizeGreaterThan(2)
                .allSatisfy(event ->
                        assertThat(event.at("/data/applicationNumber").asText()).isEqualTo(number));
        assertThat(world.api()
                        .send(
                                list(),
                                request -> request.header("Accept", "text/csv").GET())
                        .expect(200)
                        .text())
                .contains("id,applicationNumber,")
                .contains(number);
        assertThat(owner.template()
                        .queryForObject(
                                "select name_ from act_ru_task where tenant_id_ = ?",
                                String.class,
                                world.workspace().workspaceId()))
                .endsWith("(" + number + ")");
    }

    @Test
    void aRenewalHasANumberOfItsOwn() {
        String old = world.approvedEnrollment(instance);
        JsonNode renewed = world.enroll(
                world.instance(),
                dev.enlist.support.Json.object(
                        "{\"identificationType\": \"enrollmentId\", \"enrollmentId\": \"" + old + "\"}"));
        assertThat(renewed.path("applicationNumber").asText())
                .matches(FORM)
                .isNotEqualTo(world.api()
                        .get("/enrollments/" + old)
                        .ok()
                        .path("applicationNumber")
                        .asText());
    }

    @Test
    void consecutiveNumbersDoNotResembleEachOther() {
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            numbers.add(world.enroll(instance, World.applicant())
                    .path("applicationNumber")
                    .asText());
        }
        Set<String> beginnings = new HashSet<>();
        numbers.forEach(number -> beginnings.add(number.substring(0, 4)));
        assertThat(numbers).doesNotHaveDuplicates();
        assertThat(beginnings).hasSizeGreaterThan(35);
    }

    @Test
    void theDatabaseGeneratesUniqueValidNumbers() {
        List<String> numbers = owner.template()
                .queryForList("select next_application_number() from generate_series(1, 20000)", String.class);
        assertThat(new HashSet<>(numbers)).hasSize(20_000);
        assertThat(numbers).allMatch(number -> number.matches(FORM));
        // the whole of each part of the number is used
        assertThat(numbers.stream().map(number -> number.charAt(0)).distinct()).hasSize(32);
    }

    @Test
    void isFoundInEachTypedVariant() {
        for (int i = 0; i < 3; i++) {
            world.enroll(instance, World.applicant());
        }
        JsonNode wanted = world.enroll(instance, World.applicant());
        String number = wanted.path("applicationNumber").asText();
        String id = wanted.path("id").asText();
        List<String> typed = List.of(
                number,
                number.toLowerCase(Locale.ROOT),
                number.replace("-", ""),
                " " + number.replace("-", " ") + " ",
                number.replace('0', 'O').replace('1', 'l'),
                number.replace('0', 'o').replace('1', 'I'));
        for (String q : typed) {
            assertThat(found(q)).as(q).containsExactly(id);
        }
        char last = number.charAt(8);
        assertThat(found(number.substring(0, 8) + (last == 'A' ? 'B' : 'A'))).isEmpty();
        // another workspace does not find it
        World other = worlds.other();
        assertThat(other.api()
                        .get("/programInstances/" + other.instance() + "/enrollments?q=" + number)
                        .ok()
                        .path("data"))
                .isEmpty();
    }

    @Test
    void theApplicationRoleCannotReadTheKeyOrTheSequence() {
        assertThat(owner.template()
                        .queryForObject(
                                "select has_table_privilege('enlist_app', 'application_number_key', 'select')"
                                        + " or has_sequence_privilege('enlist_app', 'application_number_sequence', 'usage')"
                                        + " or not has_function_privilege('enlist_app', 'next_application_number()', 'execute')",
                                Boolean.class))
                .isFalse();
    }

    private List<String> found(String q) {
        List<String> ids = new ArrayList<>();
        world.api()
                .get(list() + "?q=" + URLEncoder.encode(q, StandardCharsets.UTF_8))
                .ok()
                .path("data")
                .forEach(enrollment -> ids.add(enrollment.path("id").asText()));
        return ids;
    }

    private String list() {
        return "/programInstances/" + instance + "/enrollments";
    }
}
