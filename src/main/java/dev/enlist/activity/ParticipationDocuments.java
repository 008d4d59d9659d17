package dev.enlist.activity;

import com.fasterxml.jackson.databind.JsonNode;

/** Parses and validates JSON documents about participations for imports. Implemented next to the wire types of REST. */
public interface ParticipationDocuments {

    /** @throws dev.enlist.shared.problem.InvalidInput naming every fault */
    ParticipationRecord participation(JsonNode document);
}
