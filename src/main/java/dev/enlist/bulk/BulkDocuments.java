package dev.enlist.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.enrollment.BulkTransitionService;
import dev.enlist.shared.problem.InvalidInput;
import java.time.Duration;

/** Parses requests for bulk decisions, for REST and GraphQL alike. Implemented next to the wire types of REST. */
public interface BulkDocuments {

    /**
     * @param dryRun whether only to count the enrollments that would take the step
     * @param delay  until the decision begins; zero for at once
     */
    record Request(
            BulkTransitionService.Order order, BulkService.Selection selection, boolean dryRun, Duration delay) {}

    /** @throws InvalidInput naming every fault, with pointers into the document */
    Request request(JsonNode document);
}
