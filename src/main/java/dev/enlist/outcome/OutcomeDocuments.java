package dev.enlist.outcome;

import com.fasterxml.jackson.databind.JsonNode;

/** Parses and validates JSON documents about outcomes for imports. Implemented next to the wire types of REST. */
public interface OutcomeDocuments {

    /** @throws dev.enlist.shared.problem.InvalidInput naming every fault */
    NewOutcome outcome(JsonNode document);
}
