package dev.enlist.enrollment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.shared.problem.InvalidInput;

/** Reads a document that asks to enroll somebody, by the same rules whichever way it came: a request or a row. */
public interface EnrollmentForm {

    /** @throws InvalidInput naming every fault */
    NewEnrollment read(JsonNode document);
}
