package dev.enlist.note.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.note.NoteDocuments;
import dev.enlist.shared.json.StrictJson;
import org.springframework.stereotype.Component;

/** Parses notes for APIs other than REST by the wire type of REST. */
@Component
class NoteRequestParser implements NoteDocuments {

    private final StrictJson json;

    NoteRequestParser(StrictJson json) {
        this.json = json;
    }

    @Override
    public String text(JsonNode document) {
        return json.read(document, NoteRequest.class).text();
    }
}
