package dev.enlist.applicant.web;

import dev.enlist.applicant.ApplicantLinkService;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The link by which an applicant opens the application. */
@RestController
@RequestMapping("/enrollments/{id}/applicantLink")
@Tag(name = "Enrollments")
class ApplicantLinkController {

    private final ApplicantLinkService links;

    ApplicantLinkController(ApplicantLinkService links) {
        this.links = links;
    }

    @Requires(value = Scope.ENROLLMENTS_WRITE, of = Requires.Subject.ENROLLMENT)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @PostMapping("/send")
    @Operation(
            summary = "Mail a new link to the applicant",
            description =
                    "The link opens the status page of the application. It goes to the e-mail of the application, and"
                            + " earlier links end. mail-unconfigured where no message can be sent.")
    ResponseEntity<Void> send(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        links.resend(id, ifMatch);
        return ResponseEntity.noContent().build();
    }

    @Requires(value = Scope.ENROLLMENTS_WRITE, of = Requires.Subject.ENROLLMENT)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @PostMapping("/revoke")
    @Operation(
            summary = "End the link of the applicant",
            description =
                    "The link then leads to a page that offers to mail a new one to the e-mail of the application."
                            + " The next message to the applicant carries a new link.")
    ResponseEntity<Void> revoke(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        links.revoke(id, ifMatch);
        return ResponseEntity.noContent().build();
    }
}
