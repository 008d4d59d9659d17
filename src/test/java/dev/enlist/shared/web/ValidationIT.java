package dev.enlist.shared.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.shared.Cuid;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.Reply;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What callers may not send: each fault at its place, all of them at once. */
@EnlistIT
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ValidationIT {

    @Autowired
    Worlds worlds;

    World world;
    String instance;

    @BeforeAll
    void organization() {
        world = worlds.organization();
        instance = world.instance();
    }

    /** Resource, member to set, JSON value, and where the fault is if not there. */
    static final String FIELDS = """
            enrollment | /identificationType | null |
            enrollment | /identificationType | "CustomerInfo" |
            enrollment | /identificationType | 1 |
            enrollment | /firstName | null |
            enrollment | /firstName | " " |
            enrollment | /firstName | 5 |
            enrollment | /firstName | LONG101 |
            enrollment | /firstName | "a\\u0000b" |
            enrollment | /firstName | "a\\ud800" |
            enrollment | /lastName | "" |
            enrollment | /lastName | ["x"] |
            enrollment | /lastName | LONG101 |
            enrollment | /email | null |
            enrollment | /email | "nobody" |
            enrollment | /email | "a@b" |
            enrollment | /email | "a b@example.com" |
            enrollment | /email | "a@b@example.com" |
            enrollment | /email | MAIL255 |
            enrollment | /email | true |
            enrollment | /phone | "212-555-0100" |
            enrollment | /phone | "+0125550100" |
            enrollment | /phone | "+1234567890123456" |
            enrollment | /phone | 12125550100 |
            enrollment | /address | "New York" |
            enrollment | /address | [] |
            enrollment | /address | 5 |
            enrollment | /address | "" |
            enrollment | /address/state | "ZZ" |
            enrollment | /address/state | "ny" |
            enrollment | /address/state | 1 |
            enrollment | /address/postalCode | "1000" |
            enrollment | /address/postalCode | "10001-1" |
            enrollment | /address/country | "UK" |
            enrollment | /address/country | "us" |
            enrollment | /address/country | "USAA" |
            enrollment | /address/streetOne | "" |
            enrollment | /address/streetOne | LONG201 |
            enrollment | /address/streetTwo | LONG201 |
            enrollment | /address/city | LONG101 |
            enrollment | /address/zip | "1" |
            enrollment | /address/inUnitedStates | true |
            enrollment | /manufacturerSlugs | "tesla" |
            enrollment | /manufacturerSlugs | {} |
            enrollment | /manufacturerSlugs | LIST51 |
            enrollment | /manufacturerSlugs/0 | "Tesla Inc" |
            enrollment | /manufacturerSlugs/1 | null |
            enrollment | /manufacturerSlugs/1 | 5 |
            enrollment | /manufacturerSlugs/0 | "a--b" |
            enrollment | /manufacturerSlugs/0 | "-a" |
            enrollment | /manufacturerSlugs/0 | SLUG101 |
            enrollment | /serialNumber | "" |
            enrollment | /serialNumber | LONG201 |
            enrollment | /serialNumber | 123 |
            enrollment | /referenceId | "" |
            enrollment | /referenceId | LONG201 |
            enrollment | /referenceDescription | LONG501 |
            enrollment | /tags | LIST51 |
            enrollment | /tags/0 | " " |
            enrollment | /tags/0 | null |
            enrollment | /tags/0 | LONG101 |
            enrollment | /metadata | "text" |
            enrollment | /metadata | [] |
            enrollment | /metadata | OVERSIZE |
            enrollment | /metadata | DEEP |
            enrollment | /metadata/a | "\\u0000" |
            enrollment | /metadata | {"\\u0000": 1} |
            enrollment | /metadata/a | 1e400 | /metadata
            enrollment | /metadata/a | HUGE | /metadata
            enrollment | /evaluate | "false" |
            enrollment | /evaluate | 0 |
            enrollment | /evaluate | [] |
            enrollment | /status | "approved" |
            enrollment | /id | "x" |
            customer | /firstName | null |
            customer | /lastName | "\\t" |
            customer | /email | "x" |
            customer | /email | null |
            customer | /phone | "0" |
            customer | /address/state | "XX" |
            customer | /metadata | 7 |
            customer | /metadata | DEEP |
            customer | /version | 3 |
            lead | /firstName | " " |
            lead | /lastName | LONG101 |
            lead | /email | null |
            lead | /email | {} |
            lead | /address/postalCode | "x" |
            lead | /customerId | "x" |
            program | /name | null |
            program | /name | " " |
            program | /name | LONG201 |
            program | /description | null |
            program | /description | LONG5001 |
            program | /slug | "Upper" |
            program | /slug | "" |
            program | /slug | SLUG101 |
            program | /type | "Not a slug" |
            program | /states | "NY" |
            program | /states/0 | "New York" |
            program | /states/0 | null |
            program | /states | LIST61 |
            program | /active | "yes" |
            program | /active | 1 |
            program | /visibility | "secret" |
            program | /visibility | true |
            program | /year | 1899 |
            program | /year | 10000 |
            program | /year | "2025" |
            program | /year | 2025.5 |
            program | /year | 2025.0 |
            program | /year | 1e3 |
            program | /year | 99999999999999999999 |
            program | /year | 1e999999999 |
            program | /year | true |
            program | /endTime | "tomorrow" |
            program | /endTime | "2025-02-29" |
            program | /endTime | "+99999-01-01T00:00:00Z" |
            program | /endTime | "2025-01-01T00:00:00" |
            program | /endTime | 1735689600 |
            program | /organizationId | 5 |
            instance | /programSlug | null |
            instance | /programSlug | "No Slug" |
            instance | /title | "" |
            instance | /title | LONG201 |
            instance | /description | 1 |
            instance | /eligibilityCriteria | null |
            instance | /eligibilityCriteria | LONG20001 |
            instance | /programTerms | null |
            instance | /programTerms | LONG100001 |
            instance | /logoUrl | "ftp://example.com/x" |
            instance | /logoUrl | "logo" |
            instance | /logoUrl | "javascript:alert(1)" |
            instance | /customFields | [] |
            instance | /customFields | OVERSIZE |
            instance | /config | "x" |
            instance | /config/eligibility | 5 |
            instance | /config/eligibility/minMonthlyKwh | "300" |
            instance | /config/eligibility/minMonthlyKwh | -0.5 |
            instance | /config/eligibility/maxMonthlyKwh | true |
            instance | /config/eligibility/maxMonthlyKwh | 1e999999999 |
            instance | /config/eligibility/requiresSerialNumber | "true" |
            instance | /config/eligibility/manufacturers | LIST201 |
            instance | /config/eligibility/exclusiveWith/0 | "A" |
            instance | /config/eligibility/postalCodePrefixes/0 | LONG101 |
            instance | /config/review/reminderAfter | "3 days" |
            instance | /config/review/reminderAfter | "-P3D" |
            instance | /config/review/reminderAfter | "PT0.5S" |
            instance | /config/review/escalateAfter | "P99999D" |
            instance | /config/review/escalateAfter | "" |
            instance | /config/review/escalateAfter | 7 |
            instance | /config/exit/process | "a b" |
            instance | /config/exit/process | "" |
            instance | /config/custom | "x" |
            instance | /config/custom | DEEP |
            instance | /config/colour | "x" |
            instance | /ruleSet | "eligibility-default" |
            instance | /ruleSet/slug | null |
            instance | /ruleSet/slug | "X" |
            instance | /ruleSet/version | 0 |
            instance | /ruleSet/version | "1" |
            instance | /ruleSet/version | 1.5 |
            instance | /ruleSet/version | [] |
            instance | /ruleSet/from | "later" |
            instance | /ruleSet/inFlight | "stop" |
            instance | /ruleSet/versionKnown | true |
            instance | /active | "on" |
            instance | /startDate | "01/01/2025" |
            instance | /endDate | {} |
            instance | /archivedAt | "2025-01-01" |
            ruleSet | /slug | null |
            ruleSet | /slug | "A B" |
            ruleSet | /name | "" |
            ruleSet | /draft | "<xml/>" |
            evaluation | /inputs | null |
            evaluation | /inputs | "x" |
            evaluation | /inputs | DEEP |
            evaluation | /version | "latest" |
            """;

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(textBlock = FIELDS, delimiter = '|', quoteCharacter = '`')
    void everyFieldIsChecked(String resource, String pointer, String value, String elsewhere) {
        String body = body(resource, pointer, value(value));
        assertThat(Set.copyOf(send(resource, body).faults())).containsExactly(elsewhere == null ? pointer : elsewhere);
    }

    private String body(String resource, String pointer, String value) {
        ObjectNode valid = valid(resource);
        set(valid, pointer, "@@");
        return valid.toString().replace("\"@@\"", value);
    }

    private static void set(ObjectNode object, String pointer, String value) {
        int last = pointer.lastIndexOf('/');
        String parent = pointer.substring(0, last);
        String name = pointer.substring(last + 1);
        if (name.matches("\\d+")) {
            var array = object.withArray(parent);
            while (array.size() <= Integer.parseInt(name)) {
                array.add("NY".equals(array.path(0).asText()) ? "NJ" : "good");
            }
            array.set(Integer.parseInt(name), value);
        } else {
            (parent.isEmpty() ? object : object.withObject(parent)).put(name, value);
        }
    }

    private static String value(String value) {
        if (value.startsWith("LONG")) {
            return "\"" + "x".repeat(Integer.parseInt(value.substring(4))) + "\"";
        }
        if (value.startsWith("SLUG")) {
            return "\"" + "x".repeat(Integer.parseInt(value.substring(4))) + "\"";
        }
        if (value.startsWith("MAIL")) {
            String domain = "@" + ("d".repeat(60) + ".").repeat(3) + "example.com";
            return "\"" + "m".repeat(Integer.parseInt(value.substring(4)) - domain.length()) + domain + "\"";
        }
        if (value.startsWith("LIST")) {
            List<String> items = new ArrayList<>();
            for (int i = 0; i < Integer.parseInt(value.substring(4)); i++) {
                items.add("\"NY\"");
            }
            return value.equals("LIST61") ? items.toString() : items.toString().replace("NY", "ny");
        }
        return switch (value) {
            case "OVERSIZE" -> "{\"a\": \"" + "x".repeat(32_768) + "\"}";
            case "DEEP" -> "{\"a\":".repeat(12) + "1" + "}".repeat(12);
            case "HUGE" -> "9".repeat(200) + ".5";
            default -> value;
        };
    }

    private ObjectNode valid(String resource) {
        ObjectNode person = World.applicant();
        return switch (resource) {
            case "enrollment" -> person;
            case "customer", "lead" -> {
                person.remove(List.of("identificationType", "manufacturerSlugs", "tags"));
                yield person;
            }
            case "program" ->
                Json.object("{\"name\": \"n\", \"description\": \"d\"}").put("slug", "p-" + Cuid.next());
            case "instance" -> {
                ObjectNode instanceBody = Json.object("""
                        {"title": "t", "description": "d", "eligibilityCriteria": "e", "programTerms": "p",
                         "config": {}, "ruleSet": {"slug": "eligibility-default"}}
                        """);
                yield instanceBody.put("programSlug", world.program());
            }
            case "ruleSet" -> Json.object("{\"name\": \"n\"}").put("slug", "r-" + Cuid.next());
            default -> Json.object("{\"inputs\": {}}");
        };
    }

    private Reply send(String resource, String body) {
        return world.api().post(path(resource), body);
    }

    private String path(String resource) {
        return switch (resource) {
            case "enrollment" -> "/programInstances/" + instance + "/enrollments";
            case "customer" -> "/customers";
            case "lead" -> "/leads";
            case "program" -> "/programs";
            case "instance" -> "/programInstances";
            case "ruleSet" -> "/ruleSets";
            default -> "/ruleSets/eligibility-default/evaluate";
        };
    }

    @Test
    void allFaultsAreToldAtOnceWithoutWordsOfTheImplementation() {
        Reply reply = send("enrollment", """
                {"identificationType": "customerInfo", "firstName": 5, "lastName": " ", "email": "x", "phone": "1",
                 "address": {"state": "ZZ", "postalCode": "x", "country": "ZZZ", "planet": 1}, "tags": [1, " "],
                 "manufacturerSlugs": "tesla", "metadata": "x", "evaluate": "yes", "bogus": 1, "customerId": "c",
                 "serialNumber": "", "referenceId": 7.5}
                """);
        assertThat(reply.faults())
                .contains(
                        "/firstName",
                        "/lastName",
                        "/email",
                        "/phone",
                        "/address/country",
                        "/address/planet",
                        "/tags/0",
                        "/tags/1",
                        "/manufacturerSlugs",
                        "/metadata",
                        "/evaluate",
                        "/bogus",
                        "/customerId",
                        "/serialNumber",
                        "/referenceId")
                .doesNotHaveDuplicates();
        assertThat(reply.text()).doesNotContain("java", "dev.enlist", "com.fasterxml", "`");
        for (JsonNode fault : reply.json().path("errors")) {
            assertThat(fault.path("message").asText()).isNotBlank();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{\"firstName\": }",
                "{'firstName': 1}",
                "{\"a\": 1}}",
                "{\"a\": 1} {\"b\": 2}",
                "{\"email\": \"a\", \"email\": \"b\"}",
                "nonsense",
                "{\"a\": NaN}",
                "{\"a\": 01}",
                "{\"a\": \"\u0001\"}",
                "[]",
                "\"text\"",
                "5",
                "null",
                "true"
            })
    void whatIsNoJsonObjectIsRefusedAsAWhole(String body) {
        for (String path : List.of("/customers", "/leads", "/programs", "/programInstances", "/ruleSets")) {
            Reply reply = world.api().post(path, body);
            assertThat(reply.faults()).containsExactly("");
            assertThat(reply.text()).doesNotContain("java", "fasterxml", "\\tat ");
        }
    }

    @Test
    void depthLengthAndNumberOfDigitsHaveBounds() {
        for (String body : List.of(
                "[".repeat(100_000),
                "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000),
                "{\"year\": " + "9".repeat(100_000) + "}",
                "{\"" + "k".repeat(100_000) + "\": 1}")) {
            assertThat(world.api().post("/programs", body).status()).isEqualTo(400);
        }
        String many = "a-".repeat(200_000) + "a";
        assertThat(world.api()
                        .post(
                                "/programs",
                                Json.object("{\"name\": \"n\", \"description\": \"d\"}")
                                        .put("slug", many))
                        .faults())
                .containsExactly("/slug");
        assertThat(world.api()
                        .post(
                                "/customers",
                                World.applicant()
                                        .retain("firstName", "lastName")
                                        .put("email", "a@" + many))
                        .faults())
                .containsExactly("/email");
    }

    @Test
    void metadataKeepsWhatFits() {
        ObjectNode person = World.applicant();
        String deep = "{\"a\":".repeat(10) + "1" + "}".repeat(10);
        person.set("metadata", Json.read(deep));
        assertThat(world.enroll(instance, person).path("meta").toString()).isEqualTo(deep);
        ObjectNode rich = World.applicant();
        rich.set("metadata", Json.read("""
                {"text": "žluťoučký 🐎 \\u2028 \\\\ \\" %", "none": null, "whole": 9007199254740993, "list": [1, [true]],
                 "big": 123456789012345678901234567890, "": {}}
                """));
        JsonNode created = world.enroll(instance, rich);
        JsonNode read =
                world.api().get("/enrollments/" + created.path("id").asText()).ok();
        assertThat(read.path("meta")).isEqualTo(rich.path("metadata"));
        ObjectNode exact = World.applicant();
        Reply reply = world.api()
                .post(
                        path("enrollment"),
                        exact.put("metadata", "@@").toString().replace("\"@@\"", "{\"n\": 0.12345678901234567890123}"));
        assertThat(reply.expect(201).text()).contains("0.12345678901234567890123");
        assertThat(world.api()
                        .get("/enrollments/" + reply.json().path("id").asText())
                        .text())
                .contains("0.12345678901234567890123");
        assertThat(reply.json().path("version").asInt())
                .isEqualTo(created.path("version").asInt());
    }
}
