package dev.enlist.customer.web;

import dev.enlist.customer.DuplicateFilter;
import dev.enlist.customer.DuplicateService;
import dev.enlist.shared.access.AccessGate;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.web.ListParameters;
import dev.enlist.shared.web.TaggedResponse;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/customers/duplicates")
@Tag(name = "Customers")
class DuplicateController {

    private static final int HIGHEST_SCORE = 100;

    private final DuplicateService duplicates;
    private final AccessGate gate;

    DuplicateController(DuplicateService duplicates, AccessGate gate) {
        this.duplicates = duplicates;
        this.gate = gate;
    }

    @Requires(value = Scope.PEOPLE_READ, limited = Requires.Limited.FILTERED)
    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "List customers that may be one person",
            description = "Pairs of customers that share a telephone, an address, a serial number, a name or a mailbox,"
                    + " with a score. A pair appears within seconds after the facts were stored. Sort by score, createdAt,"
                    + " updatedAt.")
    Page<DuplicateResource> list(
            @Parameter(hidden = true) @RequestParam Map<String, String> parameters,
            @Parameter(description = "Pairs with this customer") @RequestParam(required = false) @Nullable
                    String customerId,
            @Parameter(description = "Pairs with the customer of this enrollment")
                    @RequestParam(required = false)
                    @Nullable
                    String enrollmentId,
            @Parameter(
                            description = "Pairs with at least this score",
                            schema =
                                    @Schema(
                                            type = "integer",
                                            format = "int32",
                                            minimum = "0",
                                            maximum = "100",
                                            defaultValue = "0"))
                    @RequestParam(required = false)
                    @Nullable
                    Integer minScore,
            @Parameter(description = "true: the dismissed pairs instead of the others")
                    @RequestParam(required = false)
                    @Nullable
                    Boolean dismissed) {
        List<Fault> faults = new ArrayList<>();
        if (minScore != null && (minScore < 0 || minScore > HIGHEST_SCORE)) {
            faults.add(new Fault("/minScore", "must be a whole number from 0 to 100"));
        }
        ListQuery query = ListParameters.read(parameters, DuplicateService.SORTABLE, faults);
        DuplicateFilter filter = new DuplicateFilter(
                customerId, enrollmentId, minScore == null ? 0 : minScore, Boolean.TRUE.equals(dismissed));
        return duplicates.list(query, filter, DuplicateResource::of);
    }

    @Requires(value = Scope.PEOPLE_READ, limited = Requires.Limited.FILTERED)
    @GetMapping("/{id}")
    @Operation(summary = "Read a pair of customers that may be one person")
    ResponseEntity<DuplicateResource> read(@PathVariable String id) {
        return answer(duplicates.read(id));
    }

    @Requires(value = Scope.PEOPLE_WRITE, limited = Requires.Limited.FILTERED)
    @PostMapping("/{id}/dismiss")
    @Operation(
            summary = "State that two customers are not the same person",
            description =
                    "The pair is no longer listed and flags no application, also if the two share more later. Can be"
                            + " taken back with restore.")
    ResponseEntity<DuplicateResource> dismiss(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        return answer(duplicates.dismiss(id, ifMatch, gate.actor()));
    }

    @Requires(value = Scope.PEOPLE_WRITE, limited = Requires.Limited.FILTERED)
    @PostMapping("/{id}/restore")
    @Operation(summary = "List a dismissed pair of customers again")
    ResponseEntity<DuplicateResource> restore(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        return answer(duplicates.restore(id, ifMatch));
    }

    private static ResponseEntity<DuplicateResource> answer(DuplicateService.Compared compared) {
        return TaggedResponse.ok(DuplicateResource.of(compared), compared.pair().version());
    }
}
