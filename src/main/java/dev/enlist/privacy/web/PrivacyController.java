package dev.enlist.privacy.web;

import dev.enlist.privacy.Erasure;
import dev.enlist.privacy.PrivacyService;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** All operations are POST: identifiers of a person belong in the body, because proxies log URLs. */
@RestController
@RequestMapping("/personalData")
@Tag(name = "Personal data")
class PrivacyController {

    private final PrivacyService privacy;

    PrivacyController(PrivacyService privacy) {
        this.privacy = privacy;
    }

    @Schema(name = "PersonalDataErased")
    record Done(
            @Schema(example = "{\"customers\": 1, \"enrollments\": 2}")
            Map<String, Integer> erased) {}

    @Schema(name = "ErasureAnswer")
    record Answer(boolean erased, List<When> erasures) {}

    @Schema(name = "ErasureMoment")
    record When(Instant at, @Schema(example = "requested") String reason) {

        static When of(Erasure erasure) {
            return new When(erasure.at(), erasure.reason().wire());
        }
    }

    @Requires(Scope.PERSONAL_DATA)
    @PostMapping("/export")
    @Operation(
            summary = "Hand out everything held about a person",
            description = "Name it by one of email, customerId and leadId. One section for each kind of data; sections"
                    + " are empty where nothing is held. The audit trail notes it.")
    Map<String, Object> export(@RequestBody PersonReference.Export request) {
        return privacy.export(request.person());
    }

    @Requires(Scope.PERSONAL_DATA)
    @PostMapping("/erase")
    @Operation(
            summary = "Erase a person everywhere",
            description = "All or nothing. 409 active-enrollments while the person takes part, unless force is true."
                    + " Again it finds nothing and answers the same with zeros.")
    Done erase(@RequestBody PersonReference.Erase request) {
        return new Done(privacy.erase(request.person(), request.why(), Boolean.TRUE.equals(request.force())));
    }

    @Requires(Scope.PERSONAL_DATA)
    @PostMapping("/erased")
    @Operation(summary = "Read whether the person with this e-mail was erased")
    Answer erased(@RequestBody PersonReference.Erased request) {
        List<Erasure> erasures = privacy.erasuresOf(request.email());
        return new Answer(!erasures.isEmpty(), erasures.stream().map(When::of).toList());
    }
}
