package dev.enlist.audit.web;

import dev.enlist.process.Await;
import dev.enlist.shared.Cuid;
import dev.enlist.support.World;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Customers, leads, their duplicates and their personal data. */
final class AuditedPersonOperations {

    private AuditedPersonOperations() {}

    static Stream<AuditedOperation> all() {
        List<AuditedOperation> cases = new ArrayList<>();
        cases.add(new AuditedOperation(
                "POST /customers/{id}/merge",
                w -> "/customers/" + customer(w) + "/merge",
                w -> "{\"into\": \"" + customer(w) + "\"}",
                "customer.merge",
                "{}",
                "{\"enrollments\": 0, \"leads\": 0}"));
        cases.add(new AuditedOperation(
                "POST /customers/duplicates/{id}/dismiss",
                w -> "/customers/duplicates/" + pair(w) + "/dismiss",
                w -> "",
                "duplicatePair.dismiss",
                "{\"dismissedAt\": null}",
                "{}"));
        cases.add(new AuditedOperation(
                "POST /customers/duplicates/{id}/restore",
                w -> {
                    String id = pair(w);
                    w.api().post("/customers/duplicates/" + id + "/dismiss", "").ok();
                    return "/customers/duplicates/" + id + "/restore";
                },
                w -> "",
                "duplicatePair.update",
                "{}",
                "{\"dismissedAt\": null}"));
        for (String kind : List.of("customer", "lead")) {
            String list = "/" + kind + "s";
            cases.add(new AuditedOperation("POST " + list, w -> list, w -> person(), kind + ".create", "{}", "{}"));
            cases.add(new AuditedOperation(
                    "PATCH " + list + "/{id}",
                    w -> list + "/" + made(w, list),
                    w -> "{\"firstName\": \"Changed\"}",
                    kind + ".update",
                    "{}",
                    "{}"));
            cases.add(new AuditedOperation(
                    "DELETE " + list + "/{id}",
                    w -> list + "/" + made(w, list),
                    w -> "",
                    kind + ".delete",
                    "{}",
                    "{}"));
        }
        cases.add(new AuditedOperation(
                "POST /leads/{id}/convert",
                w -> "/leads/" + made(w, "/leads") + "/convert",
                w -> "{}",
                "lead.convert",
                "{\"customerId\": null}",
                "{}"));
        cases.add(new AuditedOperation(
                "POST /personalData/export",
                w -> "/personalData/export",
                w -> "{\"leadId\": \"" + made(w, "/leads") + "\"}",
                "person.export",
                "{}",
                "{\"people\": 1, \"enrollments\": 0}"));
        cases.add(new AuditedOperation(
                "POST /personalData/erase",
                w -> "/personalData/erase",
                w -> "{\"reason\": \"requested\", \"customerId\": \"" + made(w, "/customers") + "\"}",
                "person.erase",
                "{}",
                "{\"customers\": 1, \"enrollments\": 0, \"reason\": \"requested\", \"forced\": false}"));
        return cases.stream();
    }

    private static String customer(World w) {
        return w.api()
                .post(
                        "/customers",
                        "{\"firstName\": \"Suzie\", \"lastName\": \"Homeowner\", \"phone\": \"+12125550100\","
                                + " \"email\": \"" + Cuid.next() + "@example.com\"}")
                .created()
                .path("id")
                .asText();
    }

    private static String pair(World w) {
        customer(w);
        customer(w);
        String list = "/customers/duplicates";
        Await.until(
                "the pair to be found",
                () -> !w.api().get(list).ok().path("data").isEmpty());
        return w.api().get(list).ok().at("/data/0/id").asText();
    }

    static String made(World world, String list) {
        return world.api().post(list, person()).created().path("id").asText();
    }

    private static String person() {
        return "{\"firstName\": \"Unmistakable\", \"lastName\": \"Person\", \"email\": \"" + Cuid.next()
                + "@example.com\", \"metadata\": {\"k\": \"v\"}}";
    }
}
