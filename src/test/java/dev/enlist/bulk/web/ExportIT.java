package dev.enlist.bulk.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.shared.Cuid;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Imports;
import dev.enlist.support.Json;
import dev.enlist.support.Reply;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Exports of enrollments as CSV and NDJSON. */
@EnlistIT
class ExportIT {

    @Autowired
    Worlds worlds;

    World world;

    @BeforeEach
    void aWorkspace() {
        world = worlds.shared(this);
    }

    private Reply get(String path, String accept) {
        return world.api()
                .send(path, request -> request.header("Accept", accept).GET());
    }

    @Test
    void exportsEveryEnrollmentOnceAcrossPages() {
        world = worlds.organization();
        String instance = world.instance();
        String people = IntStream.range(0, 1_201)
                .mapToObj(n -> "N,F," + Cuid.next() + "@example.com\n")
                .collect(Collectors.joining("", "firstName,lastName,email\n", ""));
        Imports imports = new Imports(world.api());
        imports.completed(imports.csv(instance, "?evaluate=false", people));
        String list = "/programInstances/" + instance + "/enrollments";

        List<String> csv = get(list, "text/csv").expect(200).text().lines().toList();
        List<String> lines =
                get(list, "application/x-ndjson").expect(200).text().lines().toList();

        assertThat(csv).hasSize(1_202);
        assertThat(csv.get(0))
                .startsWith("id,applicationNumber,identificationType,")
                .contains(",address.state,");
        assertThat(lines).hasSize(1_201);
        assertThat(lines.stream()
                        .map(line -> Json.read(line).path("id").asText())
                        .distinct())
                .hasSize(1_201);
        assertThat(get(list + "?status=approved", "text/csv").expect(200).text().lines())
                .hasSize(1);
        assertThat(get(list + "?status=nonsense", "text/csv").faults()).containsExactly("/status");
        assertThat(world.api().get(list).ok().path("totalItems").asInt()).isEqualTo(1_201);
        assertThat(get("/customers", "application/x-ndjson").expect(200).text().lines())
                .hasSize(1_201);
        world.api().get("/audit?action=enrollments.export").ok();
    }

    @Test
    void escapesFormulas() {
        world = worlds.organization();
        String instance = world.instance();
        for (String formula : List.of("=cmd|' /C calc'!A0", "+1", "-1", "@SUM(1)")) {
            ObjectNode person = World.applicant().put("firstName", formula).put("lastName", "plain");
            world.enroll(instance, person);
        }

        String csv = get("/programInstances/" + instance + "/enrollments", "text/csv")
                .expect(200)
                .text();
        String customers = get("/customers", "text/csv").expect(200).text();

        for (String text : List.of(csv, customers)) {
            assertThat(text).contains("'=cmd", ",'+1,plain", ",'-1,plain", ",'@SUM(1),plain");
            assertThat(text).doesNotContain(",=", ",@", ",-1,", ",+1,");
        }
    }

    @Test
    void importsAnExport() {
        String from = world.instance();
        world.enroll(from, World.applicant().put("phone", "+12125550100"));
        String csv = get("/programInstances/" + from + "/enrollments", "text/csv")
                .expect(200)
                .text();
        assertThat(csv).contains("'+12125550100");
        Imports imports = new Imports(world.api());
        String to = world.instance();

        var done = imports.completed(imports.csv(
                to,
                "?mapping="
                        + java.net.URLEncoder.encode(
                                "{\"firstName\":\"firstName\",\"lastName\":\"lastName\",\"email\":\"email\",\"phone\":\"phone\","
                                        + "\"address.state\":\"address.state\",\"manufacturerSlugs\":\"manufacturerSlugs\"}",
                                java.nio.charset.StandardCharsets.UTF_8),
                csv));

        assertThat(Imports.counts(done)).as(imports.errors(done)).isEqualTo("1/0/0/0");
        assertThat(world.api()
                        .get("/programInstances/" + to + "/enrollments")
                        .ok()
                        .at("/data/0/phone")
                        .asText())
                .isEqualTo("+12125550100");
    }

    @Test
    void exportsNothingOfAnotherWorkspace() {
        String instance = world.instance();
        world.enroll(instance, World.applicant());
        World other = worlds.stranger();

        other.api()
                .send(
                        "/programInstances/" + instance + "/enrollments",
                        r -> r.header("Accept", "text/csv").GET())
                .problem(404, "not-found");
        assertThat(other.api()
                        .send("/customers", r -> r.header("Accept", "text/csv").GET())
                        .expect(200)
                        .text()
                        .lines())
                .hasSize(1);
    }
}
