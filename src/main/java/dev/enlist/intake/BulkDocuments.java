package dev.enlist.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.enrollment.BulkTransitionService;
import dev.enlist.shared.problem.InvalidInput;

/** Reads what callers write about bulk decisions; one reader for REST and GraphQL. It lives with the shapes of REST. */
public interface BulkDocuments {

    /** @param dryRun whether only to say how many enrollments would take the step */
    record Request(BulkTransitionService.Order order, BulkService.Whom whom, boolean dryRun) {}

    /** @throws InvalidInput naming every fault, with pointers into the document */
    Request request(JsonNode document);
}
