package dev.enlist.customer.web;

import dev.enlist.customer.CustomerMergeService;
import dev.enlist.shared.Cuid;
import dev.enlist.shared.access.AccessGate;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.shared.web.TaggedResponse;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/customers")
@Tag(name = "Customers")
class CustomerMergeController {

    private final CustomerMergeService merges;
    private final AccessGate gate;

    CustomerMergeController(CustomerMergeService merges, AccessGate gate) {
        this.merges = merges;
        this.gate = gate;
    }

    @Requires(value = Scope.PEOPLE_WRITE, limited = Requires.Limited.CLOSED)
    @PostMapping("/{id}/merge")
    @Operation(
            summary = "Merge a customer into another one",
            description =
                    "Enrollments, converted leads and bound keys of the customer move to the one named in into; documents,"
                            + " notes and history stay with their enrollment. The customer is deleted, and its id answers"
                            + " 404 with mergedInto. The facts of the remaining customer win; last name, phone, address"
                            + " and members of metadata that it lacks are taken over. The e-mail of the merged customer"
                            + " is free again. 409 merge-conflict where both have an open or approved enrollment in one"
                            + " program instance, or approved enrollments in programs that exclude each other; conflicts"
                            + " names each. If-Match is about the customer that is merged. A merge cannot be undone.")
    ResponseEntity<MergeResource> merge(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody MergeRequest request) {
        if (!Cuid.isCuid(request.into())) {
            throw new NotFound("customer");
        }
        CustomerMergeService.Merge merge = request.isDryRun()
                ? merges.preview(id, request.into(), ifMatch)
                : merges.merge(id, request.into(), ifMatch, gate.actor());
        return TaggedResponse.ok(
                MergeResource.of(merge, request.isDryRun()), merge.customer().version());
    }
}
