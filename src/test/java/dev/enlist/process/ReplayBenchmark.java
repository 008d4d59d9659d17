package dev.enlist.process;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.support.Api;
import dev.enlist.support.Json;
import dev.enlist.support.World;
import dev.enlist.tenancy.WorkspaceRef;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Time of a replay over many recorded inputs. Start Enlist on an empty database of its own, then run the main method
 * with: url of Enlist, its key, JDBC url, user and password of the database, and the number of decisions (default
 * 1,000,000). The applications resemble those for New York's rebate: 1,100 days, 1,800 postal codes, 20 makes, so that
 * hardly two are equal.
 */
final class ReplayBenchmark {

    private static final String FILL = """
            with made as (
                select n, 'c' || lpad(n::text, 24, '0') as id,
                       (array['tesla','toyota','chevrolet','ford','honda','bmw','nissan','hyundai','kia','acme'])
                           [1 + (power(random(), 2) * 10)::int %% 10] as make,
                       (10001 + (power(random(), 2) * 1800)::int)::text as zip,
                       (date '2017-03-21' + (random() * 1100)::int)::text as day,
                       (array['BEV','PHEV','PHEV'])[1 + (random() * 2)::int] as ev,
                       (array['lease','purchase'])[1 + (random())::int] as deal,
                       (array[238, 53, 25, 13, 120])[1 + (random() * 4)::int] as range,
                       20000 + (random() * 600)::int * 100 as msrp
                from generate_series(1, :count) n),
            enrolled as (
                insert into enrollment (id, workspace_id, program_instance_id, identification_type, customer_id, email,
                    email_key, state, postal_code, manufacturer_slugs, tags, metadata, status, code, event_sequence,
                    status_sequence, created_at, updated_at, version)
                select id, :workspace, :instance, 'customerId', :customer, n || '@example.com',
                    n || '@example.com', 'NY', zip, array[make],
                    '{}', '{}', 'ineligible', 'x', 1, 1, now(), now(), 0 from made returning id)
            insert into decision_record (id, workspace_id, enrollment_id, rule_set_slug, rule_set_version, status, code,
                inputs, matched_rules, evaluated_at)
            select id, :workspace, id, 'ny-drive-clean', 1,
                case when make = 'acme' then 'ineligible' else 'eligible' end, 'x',
                jsonb_build_object('state', 'NY', 'postalCode', zip, 'country', 'USA', 'manufacturerSlugs', array[make],
                    'serialNumber', null, 'tags', array[]::text[], 'programStates', array['NY'], 'programType', 'rebate',
                    'programYear', 2026, 'programActive', true, 'applicationDate', day, 'activeProgramSlugs',
                    array[]::text[], 'previousStatus', null,
                    'config', jsonb_build_object('eligibility', jsonb_build_object('minMonthlyKwh', 100),
                        'review', jsonb_build_object('reminderAfter', 'P3D', 'escalateAfter', 'P7D')),
                    'metadata', jsonb_build_object('evType', ev, 'transactionType', deal, 'submittedDate', day, 'msrp',
                        msrp, 'electricRangeMiles', range, 'county', 'Westchester', 'model', 'Focus')),
                '[{"id": "rule_rebate", "number": 21, "description": null}]', now() from made
            """;

    private ReplayBenchmark() {}

    public static void main(String[] args) throws Exception {
        int count = args.length > 5 ? Integer.parseInt(args[5]) : 1_000_000;
        Api api = new Api(args[0], args[1]);
        World world = new World(new WorkspaceRef("", ""), api);
        JdbcClient jdbc = JdbcClient.create(new DriverManagerDataSource(args[2], args[3], args[4]));
        String instance = world.instance(
                world.program(),
                i -> i.withObject("/ruleSet").put("slug", "ny-drive-clean").put("version", "latest"));
        String customer = api.post(
                        "/customers",
                        Json.object("{\"firstName\": \"B\", \"lastName\": \"M\", \"email\": \"bench@example.com\"}"))
                .created()
                .path("id")
                .asText();
        String workspace = jdbc.sql("select workspace_id from program_instance where id = ?")
                .param(instance)
                .query(String.class)
                .single();
        jdbc.sql("drop index enrollment_open_customer_unique").update();
        jdbc.sql(FILL.replace("%%", "%"))
                .param("count", count)
                .param("workspace", workspace)
                .param("instance", instance)
                .param("customer", customer)
                .update();
        jdbc.sql("vacuum analyze").update();
        String table = Files.readString(Path.of("dmn", "ny-drive-clean.dmn"));
        for (String start : new String[] {"2017-03-21", "2018-01-01", "2017-03-21", "2018-01-01"}) {
            api.putXml("/ruleSets/ny-drive-clean/draft", table.replace("2017-03-21", start))
                    .ok();
            long began = System.nanoTime();
            String place = api.post("/ruleSets/ny-drive-clean/draft/replay", "{}")
                    .expect(202)
                    .header("Location")
                    .orElseThrow();
            JsonNode replay;
            do {
                Thread.sleep(100);
                replay = api.get(place).ok();
            } while (replay.path("finishedAt").isMissingNode());
            System.out.printf(
                    Locale.ROOT,
                    "draft from %s: %,d of %,d in %.1f s; to eligible %,d, ineligible %,d, manual %,d, failed %,d%n",
                    start,
                    replay.path("processed").asInt(),
                    count,
                    (System.nanoTime() - began) / 1e9,
                    replay.path("toEligible").asInt(),
                    replay.path("toIneligible").asInt(),
                    replay.path("toManual").asInt(),
                    replay.path("failed").asInt());
        }
    }
}
