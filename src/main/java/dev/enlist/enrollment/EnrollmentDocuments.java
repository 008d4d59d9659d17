package dev.enlist.enrollment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.shared.problem.InvalidInput;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
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

    /**
     * The merge patch that sets these members.
     *
     * @param given new values by JSON pointer; null clears a member
     */
    default JsonNode patch(Map<String, @Nullable Object> given) {
        Map<String, @Nullable Object> patch = new LinkedHashMap<>();
        given.forEach((pointer, value) -> {
            Map<String, @Nullable Object> parent = patch;
            String[] steps = pointer.substring(1).split("/");
            for (int i = 0; i < steps.length - 1; i++) {
                parent = within(parent, steps[i]);
            }
            parent.put(steps[steps.length - 1], value);
        });
        return write(patch);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, @Nullable Object> within(Map<String, @Nullable Object> parent, String name) {
        return (Map<String, @Nullable Object>)
                Objects.requireNonNull(parent.computeIfAbsent(name, absent -> new LinkedHashMap<>()));
    }

    /** @param patch merge patch of the application */
    UnaryOperator<Application> change(JsonNode patch);

    EnrollmentService.Step step(JsonNode document);

    Approval approval(JsonNode document);

    /** A step with a required reason. */
    EnrollmentService.Step stepWithReason(JsonNode document);

    Submission submission(JsonNode document);

    Exit exit(JsonNode document);
}
