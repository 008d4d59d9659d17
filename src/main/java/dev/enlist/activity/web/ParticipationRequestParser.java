package dev.enlist.activity.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.activity.ParticipationDocuments;
import dev.enlist.activity.ParticipationRecord;
import dev.enlist.shared.json.StrictJson;
import org.springframework.stereotype.Component;

/** Parses participations for imports by the wire type of REST. */
@Component
class ParticipationRequestParser implements ParticipationDocuments {

    private final StrictJson json;

    ParticipationRequestParser(StrictJson json) {
        this.json = json;
    }

    @Override
    public ParticipationRecord participation(JsonNode document) {
        return json.read(document, ParticipationRequest.Entry.class).participation();
    }
}
