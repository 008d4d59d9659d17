package dev.enlist.audit.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.shared.Cuid;
import dev.enlist.support.Drives;
import dev.enlist.support.Json;
import dev.enlist.support.World;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Programs, instances, templates, forms and capacity. */
final class AuditedProgramOperations {

    private static final String SEGMENT = """
            {"segment": {"by": "state", "value": "NY"},
             "capacity": {"pricingModel": "seats", "committedSeats": 5}}
            """;

    private static final String BUDGET =
            "{\"pricingModel\": \"budget\", \"budget\": {\"amount\": 1000, \"currency\": \"USD\"}}";

    private AuditedProgramOperations() {}

    static Stream<AuditedOperation> all() {
        List<AuditedOperation> cases = new ArrayList<>();
        cases.add(new AuditedOperation(
                "POST /programs",
                w -> "/programs",
                w -> "{\"name\": \"N\", \"description\": \"D\", \"slug\": \"p-" + Cuid.next()
                        + "\", \"states\": [\"NY\"]}",
                "program.create",
                "{}",
                "{\"name\": \"N\", \"states\": [\"NY\"], \"visibility\": \"private\"}"));
        cases.add(new AuditedOperation(
                "PATCH /programs/{slug}",
                w -> "/programs/" + w.program(),
                w -> "{\"name\": \"New\", \"active\": false}",
                "program.update",
                "{\"name\": \"Battery program\", \"active\": true}",
                "{\"name\": \"New\", \"active\": false}"));
        cases.add(new AuditedOperation(
                "DELETE /programs/{slug}",
                w -> "/programs/" + w.program(),
                w -> "",
                "program.delete",
                "{\"name\": \"Battery program\"}",
                "{}"));
        cases.add(new AuditedOperation(
                "POST /programInstances",
                w -> "/programInstances",
                w -> "{\"programSlug\": \"" + w.program()
                        + "\", \"title\": \"T\", \"description\": \"D\", \"eligibilityCriteria\": \"E\","
                        + " \"programTerms\": \"P\"}",
                "programInstance.create",
                "{}",
                "{\"title\": \"T\", \"ruleSetSlug\": \"eligibility-default\", \"active\": true}"));
        cases.add(new AuditedOperation(
                "PATCH /programInstances/{id}",
                w -> "/programInstances/" + w.instance(),
                w -> "{\"title\": \"T2\", \"config\": {\"eligibility\": {\"minMonthlyKwh\": 300}}}",
                "programInstance.update",
                "{\"title\": \"Battery program of the city\", \"config\": {}}",
                "{\"title\": \"T2\", \"config\": {\"eligibility\": {\"minMonthlyKwh\": 300}}}"));
        cases.add(new AuditedOperation(
                "DELETE /programInstances/{id}",
                w -> "/programInstances/" + w.instance(),
                w -> "",
                "programInstance.archive",
                "{\"active\": true}",
                "{\"active\": false}"));
        cases.add(new AuditedOperation(
                "POST /programInstances/{id}/clone",
                w -> "/programInstances/" + w.instance() + "/clone",
                w -> "{\"title\": \"Copy\"}",
                "programInstance.create",
                "{}",
                "{\"title\": \"Copy\"}"));
        cases.add(new AuditedOperation(
                "DELETE /programInstances/{id}/config",
                w -> "/programInstances/"
                        + w.instance(
                                w.program(),
                                body -> body.set("config", Json.object("{\"eligibility\": {\"minMonthlyKwh\": 300}}")))
                        + "/config",
                w -> "",
                "programInstance.update",
                "{\"config\": {\"eligibility\": {\"minMonthlyKwh\": 300}}}",
                "{\"config\": {}}"));
        cases.add(new AuditedOperation(
                "POST /programInstances/{id}/templateVersion",
                w -> "/programInstances/" + ofTemplate(w) + "/templateVersion",
                w -> "{\"version\": 2}",
                "programInstance.update",
                "{\"templateVersion\": \"rebate@1\"}",
                "{\"templateVersion\": \"rebate@2\"}"));
        cases.add(new AuditedOperation(
                "POST /programInstances/{id}/formVersions",
                w -> "/programInstances/"
                        + w.instance(w.program(), body -> body.set("formConfig", Json.object("""
                                {"fields": [
                                  {"name": "firstName", "label": "First name", "type": "text", "required": true},
                                  {"name": "lastName", "label": "Last name", "type": "text", "required": true},
                                  {"name": "email", "label": "E-mail", "type": "email", "required": true}]}""")))
                        + "/formVersions",
                w -> "{\"note\": \"First\"}",
                "formVersion.publish",
                "{}",
                "{\"number\": 1, \"note\": \"First\"}"));
        cases.add(new AuditedOperation(
                "PATCH /programInstances/{id}/capacity",
                w -> "/programInstances/" + w.instance() + "/capacity",
                w -> "{\"pricingModel\": \"seats\", \"committedSeats\": 5}",
                "capacityPool.open",
                "{}",
                "{\"terms\": {\"pricingModel\": \"seats\", \"committedSeats\": 5}}"));
        cases.add(new AuditedOperation(
                "POST /programInstances/{id}/capacity/segments",
                w -> "/programInstances/" + w.instance() + "/capacity/segments",
                w -> SEGMENT,
                "capacityPool.open",
                "{}",
                "{\"terms\": {\"pricingModel\": \"seats\", \"committedSeats\": 5}}"));
        cases.add(new AuditedOperation(
                "POST /programInstances/{id}/capacity/pools",
                w -> "/programInstances/" + w.instance() + "/capacity/pools",
                w -> BUDGET,
                "capacityPool.open",
                "{}",
                "{\"terms\": " + BUDGET + "}"));
        cases.add(new AuditedOperation(
                "POST /campaigns/{id}/capacity/pools",
                w -> "/campaigns/" + new Drives(w).in("active") + "/capacity/pools",
                w -> BUDGET,
                "capacityPool.open",
                "{}",
                "{\"terms\": " + BUDGET + "}"));
        cases.add(new AuditedOperation(
                "PATCH /capacityPools/{id}",
                w -> "/capacityPools/" + segment(w),
                w -> "{\"committedSeats\": 6}",
                "capacityPool.change",
                "{\"terms\": {\"pricingModel\": \"seats\", \"committedSeats\": 5}}",
                "{\"terms\": {\"pricingModel\": \"seats\", \"committedSeats\": 6}}"));
        cases.add(new AuditedOperation(
                "DELETE /capacityPools/{id}",
                w -> "/capacityPools/" + segment(w),
                w -> "",
                "capacityPool.close",
                "{\"terms\": {\"pricingModel\": \"seats\", \"committedSeats\": 5}}",
                "{}"));
        cases.add(new AuditedOperation(
                "PATCH /programInstances/{id}/waitlist",
                w -> "/programInstances/" + w.instance() + "/waitlist",
                w -> "{\"enabled\": true, \"offerHours\": 12}",
                "programInstance.update",
                "{\"waitlistOfferHours\": null}",
                "{\"waitlistOfferHours\": 12}"));
        cases.add(new AuditedOperation(
                "PUT /programInstances/{id}/notificationTemplates/{type}",
                w -> "/programInstances/" + w.instance() + "/notificationTemplates/applicant-approved",
                w -> "{\"subject\": \"S\", \"body\": \"B\"}",
                "programInstance.update",
                "{}",
                "{}"));
        cases.add(new AuditedOperation(
                "DELETE /programInstances/{id}/notificationTemplates/{type}",
                w -> "/programInstances/"
                        + w.instance(
                                w.program(),
                                body -> body.withObject("/notifications/texts/approved")
                                        .put("subject", "S")
                                        .put("body", "B"))
                        + "/notificationTemplates/applicant-approved",
                w -> "",
                "programInstance.update",
                "{}",
                "{}"));
        cases.add(new AuditedOperation(
                "POST /templates",
                w -> "/templates",
                w -> "{\"name\": \"T\", \"slug\": \"t-" + Cuid.next() + "\"}",
                "template.create",
                "{}",
                "{\"name\": \"T\"}"));
        cases.add(new AuditedOperation(
                "PATCH /templates/{slug}",
                w -> "/templates/" + template(w),
                w -> "{\"name\": \"T2\"}",
                "template.update",
                "{\"name\": \"T\"}",
                "{\"name\": \"T2\"}"));
        cases.add(new AuditedOperation(
                "DELETE /templates/{slug}",
                w -> "/templates/" + template(w),
                w -> "",
                "template.delete",
                "{\"name\": \"T\"}",
                "{}"));
        cases.add(new AuditedOperation(
                "POST /templates/{slug}/versions",
                w -> "/templates/" + template(w) + "/versions",
                w -> "{\"programType\": \"rebate\"}",
                "templateVersion.create",
                "{}",
                "{\"number\": 1, \"programType\": \"rebate\"}"));
        cases.add(new AuditedOperation(
                "PATCH /templates/{slug}/versions/{number}",
                w -> "/templates/" + drafted(w) + "/versions/1",
                w -> "{\"note\": \"Changed\"}",
                "templateVersion.update",
                "{}",
                "{\"note\": \"Changed\"}"));
        for (String step : List.of("activate", "deprecate", "archive")) {
            cases.add(new AuditedOperation(
                    "POST /templates/{slug}/versions/{number}/" + step,
                    w -> "/templates/" + movedUpTo(w, step) + "/versions/1/" + step,
                    w -> "",
                    "templateVersion.update",
                    "{}",
                    "{}"));
        }
        cases.add(new AuditedOperation(
                "POST /programs/{slug}/archive",
                w -> "/programs/" + w.program() + "/archive",
                w -> "",
                "program.archive",
                "{}",
                "{}"));
        cases.add(new AuditedOperation(
                "POST /programs/{slug}/unarchive",
                w -> "/programs/" + archivedProgram(w) + "/unarchive",
                w -> "",
                "program.update",
                "{}",
                "{}"));
        cases.add(new AuditedOperation(
                "POST /programInstances/{id}/unarchive",
                w -> "/programInstances/" + archivedInstance(w) + "/unarchive",
                w -> "",
                "programInstance.update",
                "{}",
                "{}"));
        return cases.stream();
    }

    private static String segment(World w) {
        return w.api()
                .post("/programInstances/" + w.instance() + "/capacity/segments", SEGMENT)
                .created()
                .path("id")
                .asText();
    }

    private static String archivedProgram(World w) {
        String slug = w.program();
        w.api().post("/programs/" + slug + "/archive", "").ok();
        return slug;
    }

    private static String archivedInstance(World w) {
        String instance = w.instance();
        w.api().delete("/programInstances/" + instance).expect(204);
        return instance;
    }

    private static String template(World w) {
        ObjectNode template = Json.object("{\"name\": \"T\"}").put("slug", "t-" + Cuid.next());
        return w.api().post("/templates", template).created().path("slug").asText();
    }

    private static String drafted(World w) {
        String slug = template(w);
        w.api()
                .post("/templates/" + slug + "/versions", "{\"programType\": \"rebate\"}")
                .created();
        return slug;
    }

    /** A template whose version can take this step next. */
    private static String movedUpTo(World w, String step) {
        String slug = drafted(w);
        for (String before : List.of("activate", "deprecate", "archive")) {
            if (before.equals(step)) {
                break;
            }
            w.api().post("/templates/" + slug + "/versions/1/" + before, "").ok();
        }
        return slug;
    }

    /** An instance of the shipped template's first version, which has a second version. */
    private static String ofTemplate(World w) {
        String instance = w.instance(w.program(), body -> body.put("templateVersion", "rebate@1"));
        w.api().post("/templates/rebate/versions", "{\"from\": 1}").created();
        w.api().post("/templates/rebate/versions/2/activate", "").ok();
        return instance;
    }
}
