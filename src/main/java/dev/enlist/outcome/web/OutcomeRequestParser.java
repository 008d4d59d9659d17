package dev.enlist.outcome.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.outcome.NewOutcome;
import dev.enlist.outcome.OutcomeDocuments;
import dev.enlist.shared.json.StrictJson;
import org.springframework.stereotype.Component;

/** Parses outcomes for imports by the wire type of REST. */
@Component
class OutcomeRequestParser implements OutcomeDocuments {

    private final StrictJson json;

    OutcomeRequestParser(StrictJson json) {
        this.json = json;
    }

    @Override
    public NewOutcome outcome(JsonNode document) {
        return json.read(document, OutcomeRequest.class).outcome();
    }
}
