package dev.enlist.enrollment;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * Parses and validates JSON documents about reviews for all APIs. Implemented next to the wire types of REST. Each method
 * throws {@link dev.enlist.shared.problem.InvalidInput} with every fault and its pointer into the document.
 */
public interface ReviewDocuments {

    /** @param userId null releases the review */
    record Reassignment(@Nullable String userId, @Nullable String reason) {}

    Reassignment reassignment(JsonNode document);

    InformationRequest.Question question(JsonNode document);

    InformationRequestService.Answer answer(JsonNode document);
}
