package dev.enlist.payout.web;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.enlist.payout.BankAnswerParser;
import dev.enlist.payout.Payout;
import dev.enlist.payout.PayoutBatch;
import dev.enlist.payout.PayoutBatchService;
import dev.enlist.payout.PayoutFile;
import dev.enlist.payout.PayoutFormat;
import dev.enlist.payout.PayoutFormatService;
import dev.enlist.payout.PayoutQuery;
import dev.enlist.payout.PayoutSelection;
import dev.enlist.shared.Actor;
import dev.enlist.shared.Money;
import dev.enlist.shared.TimeZones;
import dev.enlist.shared.access.AccessGate;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.web.CsvDownload;
import dev.enlist.shared.web.ListParameters;
import dev.enlist.shared.web.TaggedResponse;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/payoutBatches")
@Tag(name = "Payouts")
class PayoutBatchController {

    private final PayoutBatchService service;
    private final PayoutFormatService formats;
    private final PayoutQuery query;
    private final TimeZones zones;
    private final AccessGate gate;

    PayoutBatchController(
            PayoutBatchService service,
            PayoutFormatService formats,
            PayoutQuery query,
            TimeZones zones,
            AccessGate gate) {
        this.service = service;
        this.formats = formats;
        this.query = query;
        this.zones = zones;
        this.gate = gate;
    }

    /** Which payouts go in a batch. */
    @Schema(name = "PayoutBatchRequest")
    record BatchRequest(
            @Schema(description = "Payouts of these program instances; of all where absent") @Nullable @Size(max = 1000)
            List<@NotNull String> programInstanceIds,

            @Schema(description = "Exactly these; every one that is due and not held where absent")
            @Nullable
            @Size(max = PayoutBatchService.MOST)
            List<@NotNull String> payoutIds,

            @Schema(description = "Due before this time; all where absent") @Nullable
            Instant dueUntil,

            @Schema(example = "USD", description = "ISO 4217; needed where payouts in several currencies match")
            @Nullable
            @Pattern(regexp = "[A-Z]{3}", message = "must be a currency code of ISO 4217, such as USD")
            String currency,

            @Schema(description = "The format of the bank's file; the standard format where absent")
            @Nullable
            @Pattern(regexp = "c[0-9a-z]{24}", message = "must be an id")
            String formatId,

            @Schema(example = "First week of March") @Nullable @Size(max = 500)
            String note) {

        PayoutSelection selection() {
            return new PayoutSelection(
                    programInstanceIds == null ? List.of() : programInstanceIds,
                    payoutIds == null ? List.of() : payoutIds,
                    dueUntil,
                    currency);
        }
    }

    /**
     * What a batch would hold.
     *
     * @param first the first payouts in the order of their ids
     * @param more  whether more match than one batch takes
     */
    @Schema(name = "PayoutBatchPreview")
    record PreviewResource(
            long count,
            BigDecimal total,
            String currency,
            List<OfInstance> byProgramInstance,
            List<PayoutResource> first,
            boolean more) {}

    /** The part of a program instance. */
    @Schema(name = "PayoutBatchPreviewPart")
    record OfInstance(String programInstanceId, BigDecimal amount) {}

    /** The answers of the bank. */
    @Schema(name = "PayoutAnswers")
    record AnswersRequest(
            @Schema(
                    example = "reference,status,reason\ncllgn0u4r000008l7eazybfbo,paid,\n",
                    description = "The file of the bank as text, with a header")
            @NotBlank
            @Size(max = 2_000_000)
            String csv,

            @Schema(description = "How its columns are read; as the format of the batch says where absent") @Valid
            PayoutFormatController.@Nullable AnswersMapping mapping) {}

    @Requires(value = Scope.PAYOUTS_READ, limited = Requires.Limited.CLOSED)
    @GetMapping
    @Operation(
            summary = "List batches of payouts",
            description = "In the order of creation; sort=-createdAt for the newest first.")
    Page<PayoutBatchResource> list(
            @Parameter(hidden = true) @RequestParam Map<String, String> parameters,
            @Parameter(description = "draft, released, completed or cancelled", example = "draft")
                    @RequestParam(required = false)
                    @Nullable
                    String status,
            @Parameter(description = "createdAt; descending after a minus sign", example = "-createdAt")
                    @RequestParam(required = false)
                    @Nullable
                    String sort) {
        List<Fault> faults = new ArrayList<>();
        boolean known = status == null
                || status.isEmpty()
                || Arrays.stream(PayoutBatch.Status.values())
                        .anyMatch(each -> each.wire().equals(status));
        if (!known) {
            faults.add(new Fault("/status", "must be draft, released, completed or cancelled"));
        }
        ListQuery page = ListParameters.read(parameters, Map.of("createdAt", "createdAt"), faults);
        return query.batches(
                page,
                status == null || status.isEmpty() ? null : status,
                batches -> service.summaries(batches).stream()
                        .map(PayoutBatchResource::of)
                        .toList());
    }

    @Requires(value = Scope.PAYOUTS_WRITE, limited = Requires.Limited.CLOSED)
    @ResponseStatus(HttpStatus.CREATED)
    @PostMapping
    @Operation(
            summary = "Build a batch of payouts that are due",
            description = "They are scheduled; another person releases it. A batch has one currency and at most "
                    + PayoutBatchService.MOST + " payouts. nothing-due where none match.")
    ResponseEntity<PayoutBatchResource> build(
            @RequestBody BatchRequest request, @Parameter(hidden = true) Actor actor) {
        requireCurrency(request);
        PayoutBatchService.Summary made = service.build(request.selection(), request.formatId(), request.note(), actor);
        return TaggedResponse.created(
                "/payoutBatches/" + made.batch().getId(),
                PayoutBatchResource.of(made),
                made.batch().version());
    }

    @Requires(value = Scope.PAYOUTS_READ, limited = Requires.Limited.CLOSED)
    @PostMapping("/preview")
    @Operation(
            summary = "Preview a batch: how many payouts it would hold, and how much money",
            description = "Changes nothing.")
    PreviewResource preview(@RequestBody BatchRequest request) {
        requireCurrency(request);
        PayoutBatchService.Preview preview = service.preview(request.selection());
        Map<String, dev.enlist.enrollment.Enrollment> people =
                gate.has(Scope.ENROLLMENTS_READ) ? service.people(preview.first()) : Map.of();
        return new PreviewResource(
                preview.count(),
                preview.total().amount(),
                preview.total().currency(),
                preview.byInstance().entrySet().stream()
                        .map(part ->
                                new OfInstance(part.getKey(), part.getValue().amount()))
                        .toList(),
                preview.first().stream()
                        .map(payout -> PayoutResource.of(payout, people.get(payout.enrollmentId())))
                        .toList(),
                preview.more());
    }

    private static void requireCurrency(BatchRequest request) {
        if (request.currency() != null && !Money.isCurrency(request.currency())) {
            throw new InvalidInput("/currency", "must be a currency code of ISO 4217, such as USD");
        }
    }

    @Requires(value = Scope.PAYOUTS_READ, limited = Requires.Limited.CLOSED)
    @GetMapping("/{id}")
    @Operation(summary = "Read a batch with its sums", description = "Its payouts are at /payouts?batchId=.")
    ResponseEntity<PayoutBatchResource> read(@PathVariable String id) {
        return answer(service.read(id));
    }

    @Requires(value = Scope.PAYOUTS_RELEASE, limited = Requires.Limited.CLOSED)
    @PostMapping("/{id}/release")
    @Operation(
            summary = "Release a batch that another person built",
            description =
                    "Its payouts are sent, and the file can be downloaded. second-person-required for the person who"
                            + " built it and for keys of that person; batch-released where it is released already.")
    ResponseEntity<PayoutBatchResource> release(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @Parameter(hidden = true) Actor actor) {
        return answer(service.release(id, ifMatch, actor));
    }

    @Requires(value = Scope.PAYOUTS_WRITE, limited = Requires.Limited.CLOSED)
    @PostMapping("/{id}/cancel")
    @Operation(summary = "Cancel a batch that is not released", description = "Its payouts are due again.")
    ResponseEntity<PayoutBatchResource> cancel(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @Parameter(hidden = true) Actor actor) {
        return answer(service.cancel(id, ifMatch, actor));
    }

    @Requires(value = Scope.PAYOUTS_WRITE, limited = Requires.Limited.CLOSED)
    @GetMapping(path = "/{id}/file", produces = CsvDownload.MEDIA_TYPE)
    @Operation(
            summary = "Download the file for the bank, as CSV",
            description =
                    "In the columns of the format of the batch. batch-not-released until a second person released it."
                            + " Texts that a spreadsheet would take for a formula get an apostrophe in front.")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = CsvDownload.MEDIA_TYPE, schema = @Schema(type = "string")))
    @ApiResponse(
            responseCode = "409",
            description = "batch-not-released: a second person has to release the batch first; or batch-cancelled",
            content =
                    @Content(
                            mediaType = "application/problem+json",
                            schema = @Schema(ref = "#/components/schemas/Problem")))
    void file(@PathVariable String id, HttpServletResponse response) throws IOException {
        PayoutBatchService.File file = service.file(id);
        CsvWriter csv = CsvDownload.of(response, "payouts-" + id);
        csv.writeRecord(PayoutFile.header(file.format()));
        for (Payout payout : file.payouts()) {
            csv.writeRecord(PayoutFile.row(file, payout));
        }
        csv.flush();
    }

    @Requires(value = Scope.PAYOUTS_WRITE, limited = Requires.Limited.CLOSED)
    @PostMapping(path = "/{id}/answers", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Import the answers of the bank about a released batch",
            description =
                    "All rows, or none: each unknown or doubled payment and each result that cannot follow is named"
                            + " by row (/rows/<row>/<member>, counted from 1 without the header). As text/csv with the format of"
                            + " the batch, too.")
    ResponseEntity<PayoutBatchResource> answers(
            @PathVariable String id, @RequestBody AnswersRequest request, @Parameter(hidden = true) Actor actor) {
        PayoutFormat.AnswerColumns columns =
                request.mapping() == null ? columns(id) : request.mapping().columns();
        return answer(service.answer(id, BankAnswerParser.parse(request.csv(), columns, zones.ofWorkspace()), actor));
    }

    @Requires(value = Scope.PAYOUTS_WRITE, limited = Requires.Limited.CLOSED)
    @PostMapping(path = "/{id}/answers", consumes = CsvDownload.MEDIA_TYPE)
    @Operation(summary = "Import the answers of the bank as CSV, in the columns of the format of the batch")
    ResponseEntity<PayoutBatchResource> answersCsv(
            @PathVariable String id, @RequestBody String csv, @Parameter(hidden = true) Actor actor) {
        return answer(service.answer(id, BankAnswerParser.parse(csv, columns(id), zones.ofWorkspace()), actor));
    }

    private PayoutFormat.AnswerColumns columns(String id) {
        return formats.detailsOf(service.read(id).batch().formatId().orElse(null))
                .answers();
    }

    private static ResponseEntity<PayoutBatchResource> answer(PayoutBatchService.Summary summary) {
        return TaggedResponse.ok(
                PayoutBatchResource.of(summary), summary.batch().version());
    }
}
