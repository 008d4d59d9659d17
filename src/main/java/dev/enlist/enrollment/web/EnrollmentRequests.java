package dev.enlist.enrollment.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.enrollment.Application;
import dev.enlist.enrollment.EnrollmentDocuments;
import dev.enlist.enrollment.EnrollmentService;
import dev.enlist.shared.MergePatch;
import dev.enlist.shared.MetadataAlias;
import dev.enlist.shared.json.StrictJson;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Parses documents with the wire types of REST. */
@Component
class EnrollmentRequests implements EnrollmentDocuments {

    private final StrictJson json;

    EnrollmentRequests(StrictJson json) {
        this.json = json;
    }

    @Override
    public Entry entry(JsonNode document) {
        EnrollmentRequest request = json.read(document, EnrollmentRequest.class);
        return new Entry(request.command(), request.evaluate() == null || request.evaluate());
    }

    @Override
    public Map<String, @Nullable Object> members(Application application) {
        return json.toMap(EnrollmentRequest.Patch.of(application));
    }

    @Override
    public JsonNode write(Map<String, @Nullable Object> members) {
        return json.write(members);
    }

    @Override
    public UnaryOperator<Application> change(JsonNode patch) {
        return application -> json.read(
                        MergePatch.apply(
                                json.write(EnrollmentRequest.Patch.of(application)), MetadataAlias.named(patch)),
                        EnrollmentRequest.Patch.class)
                .application();
    }

    @Override
    public EnrollmentService.Step step(JsonNode document) {
        return StepRequest.Optional.of(json.read(document, StepRequest.Optional.class));
    }

    @Override
    public Approval approval(JsonNode document) {
        StepRequest.Approval request = json.read(document, StepRequest.Approval.class);
        return new Approval(request.step(), request.isOverride());
    }

    @Override
    public EnrollmentService.Step stepWithReason(JsonNode document) {
        return json.read(document, StepRequest.Required.class).step();
    }

    @Override
    public Submission submission(JsonNode document) {
        StepRequest.Submission request = json.read(document, StepRequest.Submission.class);
        return new Submission(request.step(), request.termsVersion());
    }

    @Override
    public Exit exit(JsonNode document) {
        StepRequest.Exit request = json.read(document, StepRequest.Exit.class);
        return new Exit(request.step(), request.exitKind());
    }
}
