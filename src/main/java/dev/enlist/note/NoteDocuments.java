package dev.enlist.note;

import com.fasterxml.jackson.databind.JsonNode;

/** Parses and validates JSON documents about notes for all APIs. Implemented next to the wire types of REST. */
public interface NoteDocuments {

    /** The text of a note to write, or the new text of one. */
    String text(JsonNode document);
}
