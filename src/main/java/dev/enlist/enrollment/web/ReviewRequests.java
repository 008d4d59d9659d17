package dev.enlist.enrollment.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.enrollment.InformationRequest;
import dev.enlist.enrollment.InformationRequestService;
import dev.enlist.enrollment.ReviewDocuments;
import dev.enlist.shared.json.StrictJson;
import org.springframework.stereotype.Component;

/** Parses documents about reviews with the wire types of REST. */
@Component
class ReviewRequests implements ReviewDocuments {

    private final StrictJson json;

    ReviewRequests(StrictJson json) {
        this.json = json;
    }

    @Override
    public Reassignment reassignment(JsonNode document) {
        ReviewRequest.Reassignment request = json.read(document, ReviewRequest.Reassignment.class);
        return new Reassignment(request.userId(), request.reason());
    }

    @Override
    public InformationRequest.Question question(JsonNode document) {
        return json.read(document, ReviewRequest.Question.class).question();
    }

    @Override
    public InformationRequestService.Answer answer(JsonNode document) {
        return json.read(document, ReviewRequest.Answer.class).answer();
    }
}
