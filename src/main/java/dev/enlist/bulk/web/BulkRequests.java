package dev.enlist.bulk.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.bulk.BulkDocuments;
import dev.enlist.shared.json.StrictJson;
import org.springframework.stereotype.Component;

/** Parses requests with the wire types of REST. */
@Component
class BulkRequests implements BulkDocuments {

    private final StrictJson json;

    BulkRequests(StrictJson json) {
        this.json = json;
    }

    @Override
    public Request request(JsonNode document) {
        BulkRequest request = json.read(document, BulkRequest.class);
        return new Request(
                request.order(), request.selection(), Boolean.TRUE.equals(request.dryRun()), request.delay());
    }
}
