package dev.enlist.intake.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.intake.BulkDocuments;
import dev.enlist.shared.web.StrictJson;
import org.springframework.stereotype.Component;

/** Reads documents by the shapes of REST. */
@Component
class BulkRequests implements BulkDocuments {

    private final StrictJson json;

    BulkRequests(StrictJson json) {
        this.json = json;
    }

    @Override
    public Request request(JsonNode document) {
        BulkRequest request = json.read(document, BulkRequest.class);
        return new Request(request.order(), request.whom(), Boolean.TRUE.equals(request.dryRun()));
    }
}
