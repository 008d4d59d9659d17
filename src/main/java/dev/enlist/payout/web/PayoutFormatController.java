package dev.enlist.payout.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.payout.PayoutFormat;
import dev.enlist.payout.PayoutFormatService;
import dev.enlist.shared.MergePatch;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.json.StrictJson;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.web.ListParameters;
import dev.enlist.shared.web.TaggedResponse;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
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
@RequestMapping("/payoutFormats")
@Tag(name = "Payouts")
class PayoutFormatController {

    private final PayoutFormatService formats;
    private final StrictJson json;

    PayoutFormatController(PayoutFormatService formats, StrictJson json) {
        this.formats = formats;
        this.json = json;
    }

    /** A column of the file. */
    @Schema(name = "PayoutFileColumn")
    record Column(
            @Schema(example = "Creditor name") @NotBlank @Size(max = 200)
            String header,

            @Schema(
                    example = "name",
                    description =
                            "reference, amount, currency, name, firstName, lastName, email, phone, address.streetOne,"
                                    + " address.streetTwo, address.city, address.state, address.postalCode, address.country,"
                                    + " applicationNumber, program, programInstanceId, batchId, metadata.<name>, or"
                                    + " text:<constant>")
            @NotBlank
            @Size(max = 200)
            String value) {}

    /** How the columns of an answer are read. */
    @Schema(name = "PayoutAnswersMapping")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record AnswersMapping(
            @Schema(example = "Ref", description = "Column with the reference of the file to the bank")
            @NotBlank
            @Size(max = 200)
            String reference,

            @Schema(example = "Result") @NotBlank @Size(max = 200)
            String status,

            @Schema(
                    example = "{\"OK\": \"paid\", \"REJ\": \"failed\", \"RET\": \"returned\"}",
                    description = "From what the bank writes to paid, failed or returned; without regard to case")
            @NotNull
            @Size(min = 1, max = 50)
            Map<@NotNull @Size(min = 1, max = 100) String, @NotNull String> statuses,

            @Schema(example = "Reason") @Nullable @Size(max = 200)
            String reason,

            @Schema(example = "Bank reference") @Nullable @Size(max = 200)
            String bankReference,

            @Schema(example = "Date", description = "Column with the day of the payment, ISO 8601")
            @Nullable
            @Size(max = 200)
            String date) {

        PayoutFormat.AnswerColumns columns() {
            return new PayoutFormat.AnswerColumns(reference, status, statuses, reason, bankReference, date);
        }

        static AnswersMapping of(PayoutFormat.AnswerColumns columns) {
            return new AnswersMapping(
                    columns.reference(),
                    columns.status(),
                    columns.statuses(),
                    columns.reason(),
                    columns.bankReference(),
                    columns.date());
        }
    }

    /** What a caller states. */
    @Schema(name = "PayoutFormatRequest")
    record FormatRequest(
            @Schema(example = "First Bank") @NotBlank @Size(max = 100)
            String name,

            @NotNull @Size(min = 1, max = 100) List<@NotNull @Valid Column> columns,
            @NotNull @Valid AnswersMapping answers) {

        PayoutFormat.Details details() {
            return new PayoutFormat.Details(
                    name,
                    columns.stream()
                            .map(column -> new PayoutFormat.Column(column.header(), column.value()))
                            .toList(),
                    answers.columns());
        }

        static FormatRequest of(PayoutFormat.Details details) {
            return new FormatRequest(
                    details.name(),
                    details.columns().stream()
                            .map(column -> new Column(column.header(), column.value()))
                            .toList(),
                    AnswersMapping.of(details.answers()));
        }
    }

    /** A format on the wire. */
    @Schema(name = "PayoutFormat")
    record FormatResource(
            String id,
            String name,
            List<Column> columns,
            AnswersMapping answers,
            Instant createdAt,
            Instant updatedAt,
            int version) {

        static FormatResource of(PayoutFormat format) {
            FormatRequest stated = FormatRequest.of(format.details());
            return new FormatResource(
                    format.getId(),
                    stated.name(),
                    stated.columns(),
                    stated.answers(),
                    format.createdAt(),
                    format.updatedAt(),
                    format.version());
        }
    }

    @Requires(value = Scope.PAYOUTS_READ, limited = Requires.Limited.CLOSED)
    @GetMapping
    @Operation(summary = "List the formats of banks", description = "In the order of their ids.")
    Page<FormatResource> list(@Parameter(hidden = true) @RequestParam Map<String, String> parameters) {
        return ListParameters.read(parameters, Map.of()).slice(formats.list(), PayoutFormat::getId, FormatResource::of);
    }

    @Requires(value = Scope.PAYOUTS_WRITE, limited = Requires.Limited.CLOSED)
    @ResponseStatus(HttpStatus.CREATED)
    @PostMapping
    @Operation(
            summary = "Keep how a bank wants its file, and how its answers are read",
            description =
                    "One column of the file has the value reference, by which the answers are matched. A name is used"
                            + " once (409 already-exists), and a workspace has at most 100 (409 too-many-formats).")
    ResponseEntity<FormatResource> create(@RequestBody FormatRequest request) {
        PayoutFormat made = formats.create(request.details());
        return TaggedResponse.created("/payoutFormats/" + made.getId(), FormatResource.of(made), made.version());
    }

    @Requires(value = Scope.PAYOUTS_READ, limited = Requires.Limited.CLOSED)
    @GetMapping("/{id}")
    @Operation(summary = "Read the format of a bank")
    ResponseEntity<FormatResource> read(@PathVariable String id) {
        PayoutFormat format = formats.read(id);
        return TaggedResponse.ok(FormatResource.of(format), format.version());
    }

    @Requires(value = Scope.PAYOUTS_WRITE, limited = Requires.Limited.CLOSED)
    @PatchMapping("/{id}")
    @Operation(
            summary = "Change the format of a bank",
            description = "JSON merge patch; columns are replaced as a whole, and so are answers.statuses.")
    ResponseEntity<FormatResource> patch(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(schema = @Schema(implementation = FormatRequest.class)))
                    @RequestBody
                    JsonNode patch) {
        PayoutFormat changed = formats.revise(id, ifMatch, present -> {
            JsonNode merged = MergePatch.apply(json.write(FormatRequest.of(present)), patch);
            JsonNode statuses = patch.at("/answers/statuses");
            if (statuses.isObject() && merged.path("answers") instanceof ObjectNode answers) {
                answers.set("statuses", statuses);
            }
            return json.read(merged, FormatRequest.class).details();
        });
        return TaggedResponse.ok(FormatResource.of(changed), changed.version());
    }

    @Requires(value = Scope.PAYOUTS_WRITE, limited = Requires.Limited.CLOSED)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @DeleteMapping("/{id}")
    @Operation(summary = "Delete the format of a bank", description = "Batches that used it get the standard format.")
    ResponseEntity<Void> delete(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        formats.delete(id, ifMatch);
        return ResponseEntity.noContent().build();
    }
}
