package dev.enlist.audit.web;

import dev.enlist.support.Imports;
import dev.enlist.support.World;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Imports and their mappings, decisions about many enrollments. */
final class AuditedBulkOperations {

    private static final String MAPPING = "{\"name\": \"Rebates\", \"columns\": {\"Mail\": \"email\"}}";

    private AuditedBulkOperations() {}

    static Stream<AuditedOperation> all() {
        List<AuditedOperation> cases = new ArrayList<>();
        cases.add(new AuditedOperation(
                "PATCH /imports/{id}/rows/{number}",
                w -> "/imports/" + refused(w) + "/rows/1",
                w -> "{\"cells\": {\"email\": \"nora.field@example.com\"}}",
                "import.correct",
                "{}",
                "{\"row\": 1, \"ready\": true}"));
        cases.add(new AuditedOperation(
                "POST /importMappings",
                w -> "/importMappings",
                w -> MAPPING,
                "importMapping.create",
                "{}",
                "{\"name\": \"Rebates\"}"));
        cases.add(new AuditedOperation(
                "PATCH /importMappings/{id}",
                AuditedBulkOperations::mapping,
                w -> "{\"name\": \"Rebates 2027\"}",
                "importMapping.update",
                "{\"name\": \"Rebates\"}",
                "{\"name\": \"Rebates 2027\"}"));
        cases.add(new AuditedOperation(
                "DELETE /importMappings/{id}",
                AuditedBulkOperations::mapping,
                w -> "",
                "importMapping.delete",
                "{\"name\": \"Rebates\"}",
                "{}"));
        cases.add(new AuditedOperation(
                "POST /programInstances/{id}/imports",
                w -> "/programInstances/" + w.instance() + "/imports",
                w -> "firstName,lastName,email\n",
                "import.create",
                "{}",
                "{\"total\": 0, \"dryRun\": false}"));
        cases.add(new AuditedOperation(
                "POST /enrollments/bulk",
                w -> "/enrollments/bulk",
                w -> "{\"action\": \"submit\", \"ids\": [\"" + w.eligibleEnrollment(w.instance()) + "\"]}",
                "bulk.order",
                "{}",
                "{\"action\": \"submit\", \"total\": 1}"));
        return cases.stream();
    }

    private static String mapping(World w) {
        return "/importMappings/"
                + w.api().post("/importMappings", MAPPING).created().path("id").asText();
    }

    /** An import whose only row is refused. */
    private static String refused(World w) {
        Imports imports = new Imports(w.api());
        return imports.completed(imports.csv(w.instance(), "", "email,firstName,lastName\nno mail,Nora,Field\n"))
                .path("id")
                .asText();
    }
}
