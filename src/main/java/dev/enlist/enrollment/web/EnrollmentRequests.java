package dev.enlist.enrollment.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.enrollment.EnrollmentForm;
import dev.enlist.enrollment.NewEnrollment;
import dev.enlist.shared.web.StrictJson;
import org.springframework.stereotype.Component;

/** What the API reads requests with, for those who bring rows. */
@Component
class EnrollmentRequests implements EnrollmentForm {

    private final StrictJson json;

    EnrollmentRequests(StrictJson json) {
        this.json = json;
    }

    @Override
    public NewEnrollment read(JsonNode document) {
        return json.read(document, EnrollmentRequest.class).command();
    }
}
