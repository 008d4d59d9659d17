package dev.enlist.enrollment.web;

import dev.enlist.enrollment.InformationRequest;
import dev.enlist.enrollment.InformationRequestService;
import dev.enlist.shared.Actor;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.web.ListParameters;
import dev.enlist.shared.web.TaggedResponse;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Questions to the applicants of submitted enrollments. */
@RestController
@Tag(name = "Reviews")
class InformationRequestController {

    private final InformationRequestService requests;

    InformationRequestController(InformationRequestService requests) {
        this.requests = requests;
    }

    @Requires(value = Scope.ENROLLMENTS_DECIDE, of = Requires.Subject.ENROLLMENT)
    @ResponseStatus(HttpStatus.CREATED)
    @PostMapping("/enrollments/{id}/informationRequests")
    @Operation(
            summary = "Ask the applicant of a submitted enrollment for information",
            description =
                    "The applicant gets a mail. The enrollment stays submitted and shows informationRequest; approval is"
                            + " refused with information-requested, rejection ends the request. The periods of the review stand"
                            + " still. The review is claimed for the person who asks, and returns to them. claimed-by-other where"
                            + " another person has claimed it, information-requested where the applicant was asked already.")
    ResponseEntity<InformationRequestResource> ask(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody ReviewRequest.Question request,
            @Parameter(hidden = true) Actor actor) {
        InformationRequest asked = requests.ask(id, ifMatch, request.question(), actor);
        return TaggedResponse.created("/informationRequests/" + asked.getId(), resource(asked), asked.version());
    }

    @Requires(value = Scope.ENROLLMENTS_READ, of = Requires.Subject.ENROLLMENT)
    @GetMapping("/enrollments/{id}/informationRequests")
    @Operation(
            summary = "List the information requests of an enrollment, oldest first",
            description = "With the answers, and the values of each field before and after.")
    Page<InformationRequestResource> list(
            @PathVariable String id, @Parameter(hidden = true) @RequestParam Map<String, String> parameters) {
        Page<InformationRequest> page = requests.list(id, ListParameters.read(parameters, Map.of()));
        Map<String, List<String>> missing = requests.missingDocuments(page.data());
        return page.map(
                request -> InformationRequestResource.of(request, missing.getOrDefault(request.getId(), List.of())));
    }

    @Requires(value = Scope.ENROLLMENTS_READ, limited = Requires.Limited.FILTERED)
    @GetMapping("/informationRequests/{id}")
    @Operation(summary = "Read an information request")
    ResponseEntity<InformationRequestResource> read(@PathVariable String id) {
        return answer(requests.request(id));
    }

    @Requires(value = Scope.ENROLLMENTS_WRITE, limited = Requires.Limited.FILTERED)
    @PostMapping("/informationRequests/{id}/answer")
    @Operation(
            summary = "Answer an information request",
            description =
                    "Changes only the fields that the request names; each other one is named in a 400. Where the rules"
                            + " read one of them they run again, and the enrollment shows verdictChanged where the person is no"
                            + " longer eligible. The review returns to the person who asked. Documents that were asked for may be"
                            + " missing; reviewers see which. information-request-closed unless the request is open.")
    ResponseEntity<InformationRequestResource> answer(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody ReviewRequest.Answer request,
            @Parameter(hidden = true) Actor actor) {
        return answer(requests.answer(id, ifMatch, request.answer(), actor));
    }

    @Requires(value = Scope.ENROLLMENTS_DECIDE, limited = Requires.Limited.FILTERED)
    @PostMapping("/informationRequests/{id}/cancel")
    @Operation(
            summary = "Cancel an information request",
            description = "The review returns without an answer. claimed-by-other where another person has claimed the"
                    + " review; information-request-closed unless the request is open.")
    ResponseEntity<InformationRequestResource> cancel(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @Parameter(hidden = true) Actor actor) {
        return answer(requests.cancel(id, ifMatch, actor));
    }

    private ResponseEntity<InformationRequestResource> answer(InformationRequest request) {
        return TaggedResponse.ok(resource(request), request.version());
    }

    private InformationRequestResource resource(InformationRequest request) {
        return InformationRequestResource.of(request, requests.missingDocuments(request));
    }
}
