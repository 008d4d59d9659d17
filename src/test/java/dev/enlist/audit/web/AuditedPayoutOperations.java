package dev.enlist.audit.web;

import dev.enlist.support.World;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Incentives, payouts, batches and formats of banks. */
final class AuditedPayoutOperations {

    private static final String FORMAT = """
            {"name": "First Bank", "columns": [{"header": "Ref", "value": "reference"}],
             "answers": {"reference": "Ref", "status": "Result", "statuses": {"OK": "paid"}}}
            """;

    private AuditedPayoutOperations() {}

    static Stream<AuditedOperation> all() {
        List<AuditedOperation> cases = new ArrayList<>();
        cases.add(new AuditedOperation(
                "POST /enrollments/{id}/incentive",
                w -> "/enrollments/" + w.submittedEnrollment(w.instance()) + "/incentive",
                w -> "{\"amount\": 75, \"reason\": \"The receipt says so\"}",
                "enrollment.setIncentive",
                "{}",
                "{\"incentive.source\": \"person\", \"incentive.currency\": \"USD\"}"));
        cases.add(new AuditedOperation(
                "POST /payouts/{id}/hold",
                w -> "/payouts/" + payout(w) + "/hold",
                w -> "{\"reason\": \"Address differs\"}",
                "payout.hold",
                "{}",
                "{}"));
        cases.add(new AuditedOperation(
                "POST /payouts/{id}/release",
                w -> {
                    String id = payout(w);
                    w.api()
                            .post("/payouts/" + id + "/hold", "{\"reason\": \"Address differs\"}")
                            .ok();
                    return "/payouts/" + id + "/release";
                },
                w -> "{}",
                "payout.update",
                "{}",
                "{}"));
        cases.add(new AuditedOperation(
                "POST /payouts/{id}/cancel",
                w -> "/payouts/" + payout(w) + "/cancel",
                w -> "{\"reason\": \"Paid by cheque\"}",
                "payout.cancel",
                "{\"status\": \"due\"}",
                "{\"status\": \"cancelled\"}"));
        cases.add(new AuditedOperation(
                "POST /payoutBatches",
                w -> "/payoutBatches",
                w -> "{\"payoutIds\": [\"" + payout(w) + "\"]}",
                "payoutBatch.create",
                "{}",
                "{\"status\": \"draft\", \"currency\": \"USD\"}"));
        cases.add(new AuditedOperation(
                "POST /payoutBatches/{id}/cancel",
                w -> "/payoutBatches/" + batch(w) + "/cancel",
                w -> "",
                "payoutBatch.cancel",
                "{\"status\": \"draft\"}",
                "{\"status\": \"cancelled\"}"));
        cases.add(new AuditedOperation(
                "POST /payoutFormats",
                w -> "/payoutFormats",
                w -> FORMAT,
                "payoutFormat.create",
                "{}",
                "{\"name\": \"First Bank\"}"));
        cases.add(new AuditedOperation(
                "PATCH /payoutFormats/{id}",
                w -> "/payoutFormats/" + format(w),
                w -> "{\"name\": \"Second Bank\"}",
                "payoutFormat.update",
                "{\"name\": \"First Bank\"}",
                "{\"name\": \"Second Bank\"}"));
        cases.add(new AuditedOperation(
                "DELETE /payoutFormats/{id}",
                w -> "/payoutFormats/" + format(w),
                w -> "",
                "payoutFormat.delete",
                "{\"name\": \"First Bank\"}",
                "{}"));
        return cases.stream();
    }

    /** The id of a payout that is due. */
    private static String payout(World w) {
        String instance =
                w.instance(w.program(), i -> i.withObject("/config/incentive").put("amount", 250));
        String enrollment = w.approvedEnrollment(instance);
        return w.api()
                .get("/payouts?enrollmentId=" + enrollment)
                .ok()
                .at("/data/0/id")
                .asText();
    }

    private static String batch(World w) {
        return w.api()
                .post("/payoutBatches", "{\"payoutIds\": [\"" + payout(w) + "\"]}")
                .created()
                .path("id")
                .asText();
    }

    private static String format(World w) {
        return w.api().post("/payoutFormats", FORMAT).created().path("id").asText();
    }
}
