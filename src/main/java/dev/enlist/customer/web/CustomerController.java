package dev.enlist.customer.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.customer.Customer;
import dev.enlist.customer.CustomerService;
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
@RequestMapping("/customers")
@Tag(name = "Customers")
class CustomerController {

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
            "metadata",
            "createdAt",
            "updatedAt");

    private final CustomerService customers;
    private final StrictJson json;
    private final ExportWriter exports;

    CustomerController(CustomerService customers, StrictJson json, ExportWriter exports) {
        this.customers = customers;
        this.json = json;
        this.exports = exports;
    }

    @Requires(value = Scope.PEOPLE_READ, limited = Requires.Limited.FILTERED)
    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "List customers",
            description = "Filter: q (name or e-mail). Sort by createdAt, updatedAt, email, firstName, lastName.")
    Page<PersonResource> list(
            @Parameter(hidden = true) @RequestParam Map<String, String> parameters,
            @Parameter(description = "Beginning of a first or last name (or of both), or of the e-mail")
                    @RequestParam(required = false)
                    @Nullable
                    String q) {
        ListQuery query = ListParameters.read(parameters, CustomerService.SORTABLE);
        return customers.listCustomers(query, q, PersonResource::of);
    }

    @Requires(value = Scope.PEOPLE_READ, limited = Requires.Limited.FILTERED)
    @GetMapping(produces = {ExportWriter.CSV, ExportWriter.NDJSON})
    @Operation(summary = "Export customers as CSV or NDJSON", description = ExportWriter.DESCRIPTION)
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
                "customers",
                "customers",
                COLUMNS,
                query -> customers.listCustomers(query, q, PersonResource::of));
    }

    @Requires(value = Scope.PEOPLE_WRITE, limited = Requires.Limited.FILTERED)
    @ResponseStatus(HttpStatus.CREATED)
    @PostMapping
    @Operation(summary = "Create a customer")
    ResponseEntity<PersonResource> create(@RequestBody PersonRequest.ForCustomer request) {
        Customer created = customers.createCustomer(request.details());
        return TaggedResponse.created("/customers/" + created.getId(), PersonResource.of(created), created.version());
    }

    @Requires(value = Scope.PEOPLE_READ, of = Requires.Subject.CUSTOMER)
    @GetMapping("/{id}")
    @Operation(summary = "Read a customer")
    ResponseEntity<PersonResource> read(@PathVariable String id) {
        Customer found = customers.customer(id);
        return TaggedResponse.ok(PersonResource.of(found), found.version());
    }

    @Requires(value = Scope.PEOPLE_WRITE, of = Requires.Subject.CUSTOMER)
    @PatchMapping("/{id}")
    @Operation(summary = "Change a customer", description = "JSON merge patch (RFC 7396): null clears a member.")
    ResponseEntity<PersonResource> patch(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(schema = @Schema(implementation = PersonRequest.CustomerPatch.class)))
                    @RequestBody
                    JsonNode patch) {
        Customer changed = customers.reviseCustomer(
                id,
                ifMatch,
                details -> json.read(
                                MergePatch.apply(
                                        json.write(PersonRequest.CustomerPatch.of(details)),
                                        MetadataAlias.named(patch)),
                                PersonRequest.CustomerPatch.class)
                        .details());
        return TaggedResponse.ok(PersonResource.of(changed), changed.version());
    }

    @Requires(value = Scope.PEOPLE_WRITE, limited = Requires.Limited.PERSON)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @DeleteMapping("/{id}")
    @Operation(summary = "Delete a customer without enrollments")
    ResponseEntity<Void> delete(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        customers.deleteCustomer(id, ifMatch);
        return ResponseEntity.noContent().build();
    }
}
