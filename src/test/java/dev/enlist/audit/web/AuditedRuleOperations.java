package dev.enlist.audit.web;

import dev.enlist.eligibility.workbook.RuleWorkbookWriter;
import dev.enlist.shared.Cuid;
import dev.enlist.support.World;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Rule sets and their test cases. */
final class AuditedRuleOperations {

    private AuditedRuleOperations() {}

    static Stream<AuditedOperation> all() {
        List<AuditedOperation> cases = new ArrayList<>();
        cases.add(new AuditedOperation(
                "POST /ruleSets",
                w -> "/ruleSets",
                w -> "{\"slug\": \"r-" + Cuid.next() + "\", \"name\": \"R\"}",
                "ruleSet.create",
                "{}",
                "{\"name\": \"R\"}"));
        cases.add(new AuditedOperation(
                "PUT /ruleSets/{slug}/draft",
                w -> "/ruleSets/eligibility-default/draft",
                w -> w.api().get("/ruleSets/ca-dsgs/draft").text(),
                "ruleSet.update",
                "{}",
                "{}"));
        cases.add(new AuditedOperation(
                "PUT /ruleSets/{slug}/draft/workbook",
                w -> "/ruleSets/eligibility-default/draft/workbook",
                w -> new String(
                        RuleWorkbookWriter.write(
                                w.api().get("/ruleSets/ca-dsgs/draft").text()),
                        StandardCharsets.ISO_8859_1),
                "ruleSet.update",
                "{}",
                "{}"));
        cases.add(new AuditedOperation(
                "POST /ruleSets/{slug}/draft/publish",
                w -> "/ruleSets/eligibility-default/draft/publish",
                w -> "{\"note\": \"Again\"}",
                "ruleSet.publish",
                "{}",
                "{\"number\": 2, \"note\": \"Again\"}"));
        String testCases = "/ruleSets/eligibility-default/testCases";
        cases.add(new AuditedOperation(
                "POST /ruleSets/{slug}/testCases",
                w -> testCases,
                w -> testCase(),
                "ruleTestCase.create",
                "{}",
                "{\"expectedStatus\": \"manual\"}"));
        cases.add(new AuditedOperation(
                "PATCH /ruleSets/{slug}/testCases/{id}",
                w -> testCases + "/" + madeCase(w, testCases),
                w -> "{\"expectedStatus\": \"eligible\"}",
                "ruleTestCase.update",
                "{\"expectedStatus\": \"manual\"}",
                "{\"expectedStatus\": \"eligible\"}"));
        cases.add(new AuditedOperation(
                "DELETE /ruleSets/{slug}/testCases/{id}",
                w -> testCases + "/" + madeCase(w, testCases),
                w -> "",
                "ruleTestCase.delete",
                "{\"expectedStatus\": \"manual\"}",
                "{}"));
        cases.add(new AuditedOperation(
                "POST /ruleSets/{slug}/testCases/import",
                w -> testCases + "/import",
                w -> "name,expectedStatus,state\nUnmistakable,manual,NY\n",
                "ruleTestCase.create",
                "{}",
                "{\"expectedStatus\": \"manual\"}"));
        cases.add(new AuditedOperation(
                "PATCH /ruleSets/{slug}",
                w -> "/ruleSets/eligibility-default",
                w -> "{\"name\": \"New\"}",
                "ruleSet.update",
                "{\"name\": \"Default eligibility\"}",
                "{\"name\": \"New\"}"));
        cases.add(new AuditedOperation(
                "POST /ruleSets/{slug}/versions/{number}/restore",
                w -> {
                    String other = w.api().get("/ruleSets/ca-dsgs/draft").text();
                    w.api().putXml("/ruleSets/eligibility-default/draft", other).ok();
                    return "/ruleSets/eligibility-default/versions/1/restore";
                },
                w -> "",
                "ruleSet.update",
                "{}",
                "{}"));
        return cases.stream();
    }

    private static String testCase() {
        return "{\"name\": \"Unmistakable\", \"expectedStatus\": \"manual\", \"inputs\": {\"state\": \"NY\"}}";
    }

    private static String madeCase(World world, String list) {
        return world.api().post(list, testCase()).created().path("id").asText();
    }
}
