package dev.enlist.customer.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.customer.Customer;
import dev.enlist.customer.CustomerService;
import dev.enlist.customer.Lead;
import dev.enlist.shared.MergePatch;
import dev.enlist.shared.MetadataAlias;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.json.StrictJson;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.web.ExportWriter;
import dev.enlist.shared.web.ListParameters;
import dev.enlist.shared.web.TaggedResponse;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/leads")
@Tag(name = "Leads")
class LeadController {

    private static final List<String> COLUMNS = List.of(
            "id",
            "firstName",
            "lastName",
            "email",
            "phone",
            "address.streetOne",
            "address.streetTwo",
            "address.city",
            "address.state",
            "address.postalCode",
            "address.country",
            "customerId",
            "metadata",
            "createdAt",
            "updatedAt");

    private final CustomerService customers;
    private final StrictJson json;
    private final ExportWriter exports;

    LeadController(CustomerService customers, StrictJson json, ExportWriter exports) {
        this.customers = customers;
        this.json = json;
        this.exports = exports;
    }

    @Requires(value = Scope.PEOPLE_READ, limited = Requires.Limited.FILTERED)
    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "List leads",
            description = "Filter: q (name or e-mail). Sort by createdAt, updatedAt, email, firstName, lastName.")
    Page<PersonResource> list(
            @Parameter(hidden = true) @RequestParam Map<String, String> parameters,
            @Parameter(description = "Beginning of a first or last name (or of both), or of the e-mail")
                    @RequestParam(required = false)
                    @Nullable
                    String q) {
        ListQuery query = ListParameters.read(parameters, CustomerService.SORTABLE);
        return customers.listLeads(query, q, PersonResource::of);
    }

    @Requires(value = Scope.PEOPLE_READ, limited = Requires.Limited.FILTERED)
    @GetMapping(produces = {ExportWriter.CSV, ExportWriter.NDJSON})
    @Operation(summary = "Export leads as CSV or NDJSON", description = ExportWriter.DESCRIPTION)
    void export(
            @Parameter(hidden = true) @RequestParam Map<String, String> parameters,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        ListParameters.read(parameters, CustomerService.SORTABLE);
        String q = parameters.get("q");
        exports.write(
                request,
                response,
                "leads",
                "leads",
                COLUMNS,
                query -> customers.listLeads(query, q, PersonResource::of));
    }

    @Requires(value = Scope.PEOPLE_WRITE, limited = Requires.Limited.FILTERED)
    @ResponseStatus(HttpStatus.CREATED)
    @PostMapping
    @Operation(summary = "Create a lead")
    ResponseEntity<PersonResource> create(@RequestBody PersonRequest.ForLead request) {
        Lead created = customers.createLead(request.details());
        return TaggedResponse.created("/leads/" + created.getId(), PersonResource.of(created), created.version());
    }

    @Requires(value = Scope.PEOPLE_READ, limited = Requires.Limited.PERSON)
    @GetMapping("/{id}")
    @Operation(summary = "Read a lead")
    ResponseEntity<PersonResource> read(@PathVariable String id) {
        Lead found = customers.lead(id);
        return TaggedResponse.ok(PersonResource.of(found), found.version());
    }

    @Requires(value = Scope.PEOPLE_WRITE, limited = Requires.Limited.PERSON)
    @PatchMapping("/{id}")
    @Operation(summary = "Change a lead", description = "JSON merge patch (RFC 7396): null clears a member.")
    ResponseEntity<PersonResource> patch(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(schema = @Schema(implementation = PersonRequest.ForLead.class)))
                    @RequestBody
                    JsonNode patch) {
        Lead changed = customers.reviseLead(
                id,
                ifMatch,
                details -> json.read(
                                MergePatch.apply(
                                        json.write(PersonRequest.ForLead.of(details)), MetadataAlias.named(patch)),
                                PersonRequest.ForLead.class)
                        .details());
        return TaggedResponse.ok(PersonResource.of(changed), changed.version());
    }

    @Requires(value = Scope.PEOPLE_WRITE, limited = Requires.Limited.PERSON)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @DeleteMapping("/{id}")
    @Operation(summary = "Delete a lead without enrollments")
    ResponseEntity<Void> delete(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        customers.deleteLead(id, ifMatch);
        return ResponseEntity.noContent().build();
    }

    @Requires(value = Scope.PEOPLE_WRITE, limited = Requires.Limited.PERSON)
    @PostMapping("/{id}/convert")
    @Operation(
            summary = "Make a lead a customer",
            description =
                    "Links the customer with the same e-mail, or creates one; the enrollments of the lead follow.")
    ResponseEntity<PersonResource> convert(
            @PathVariable String id, @RequestBody(required = false) PersonRequest.@Nullable Conversion request) {
        PersonRequest.Conversion given = request == null ? new PersonRequest.Conversion(null, null) : request;
        Customer customer = customers.convert(id, given.firstName(), given.lastName());
        return TaggedResponse.ok(PersonResource.of(customer), customer.version());
    }
}
