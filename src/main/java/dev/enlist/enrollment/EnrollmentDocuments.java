package dev.enlist.enrollment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.shared.problem.InvalidInput;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Parses and validates JSON documents about enrollments for all APIs: REST, GraphQL, imports and forms. Implemented next to
 * the wire types of REST. Each method throws {@link InvalidInput} with every fault and its pointer into the document.
 */
public interface EnrollmentDocuments {

    /** @param evaluate whether the rules run at once */
    record Entry(NewEnrollment enrollment, boolean evaluate) {}

    /** @param termsVersion the version of the terms that the applicant read; null for the version in force */
    record Submission(EnrollmentService.Step step, @Nullable Integer termsVersion) {}

    /** A request to end the participation. */
    record Exit(EnrollmentService.Step step, ExitKind kind) {}

    /** @param override whether to approve although the verdict changed; requires the scope {@code enrollments:override} */
    record Approval(EnrollmentService.Step step, boolean override) {}

    Entry entry(JsonNode document);

    /** The members of an application, named as in the JSON of an enrollment. */
    Map<String, @Nullable Object> members(Application application);

    /** Maps, lists and values as JSON. */
    JsonNode write(Map<String, @Nullable Object> members);

    /** @param patch merge patch of the application */
    UnaryOperator<Application> change(JsonNode patch);

    EnrollmentService.Step step(JsonNode document);

    Approval approval(JsonNode document);

    /** A step with a required reason. */
    EnrollmentService.Step stepWithReason(JsonNode document);

    Submission submission(JsonNode document);

    Exit exit(JsonNode document);
}
