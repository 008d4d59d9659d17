package dev.enlist.enrollment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.shared.problem.InvalidInput;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reads what callers write about enrollments into what the services take. One reader for every face, so that all of
 * them hold it to the same rules and answer the same faults; it lives with the shapes of REST. Each method throws
 * {@link InvalidInput} that names every fault, with pointers into the document it was given.
 */
public interface EnrollmentDocuments {

    /** @param evaluate whether the rules run at once */
    record Entry(NewEnrollment enrollment, boolean evaluate) {}

    /** @param termsVersion the version of the terms that the applicant read; null for the one that holds now */
    record Submission(EnrollmentService.Step step, @Nullable Integer termsVersion) {}

    /** Somebody leaves. */
    record Exit(EnrollmentService.Step step, ExitKind kind) {}

    /** @param override whether to approve although the verdict changed; takes a scope of its own */
    record Approval(EnrollmentService.Step step, boolean override) {}

    Entry entry(JsonNode document);

    /** @param patch merge patch of what is known about the applicant */
    UnaryOperator<Application> change(JsonNode patch);

    EnrollmentService.Step step(JsonNode document);

    Approval approval(JsonNode document);

    /** A step that must say why. */
    EnrollmentService.Step stepWithReason(JsonNode document);

    Submission submission(JsonNode document);

    Exit exit(JsonNode document);
}
