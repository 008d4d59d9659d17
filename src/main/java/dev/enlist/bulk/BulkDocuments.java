package dev.enlist.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.enrollment.BulkTransitionService;
import dev.enlist.shared.problem.InvalidInput;

/** Parses requests for bulk decisions, for REST and GraphQL alike. Implemented next to the wire types of REST. */
public interface BulkDocuments {

    /** @param dryRun whether only to count the enrollments that would take the step */
    record Request(BulkTransitionService.Order order, BulkService.Selection selection, boolean dryRun) {}

    /** @throws InvalidInput naming every fault, with pointers into the document */
    Request request(JsonNode document);
}
