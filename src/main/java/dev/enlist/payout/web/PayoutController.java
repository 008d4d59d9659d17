package dev.enlist.payout.web;

import dev.enlist.enrollment.Enrollment;
import dev.enlist.payout.Payout;
import dev.enlist.payout.PayoutBatchService;
import dev.enlist.payout.PayoutQuery;
import dev.enlist.payout.PayoutService;
import dev.enlist.payout.PayoutStatus;
import dev.enlist.payout.PayoutTotalsQuery;
import dev.enlist.shared.Actor;
import dev.enlist.shared.Cuid;
import dev.enlist.shared.Money;
import dev.enlist.shared.TimeZones;
import dev.enlist.shared.access.AccessGate;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.json.InstantParser;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.web.ListParameters;
import dev.enlist.shared.web.TaggedResponse;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

@RestController
@Tag(name = "Payouts")
class PayoutController {

    static final Map<String, String> SORTABLE = Map.of("dueAt", "dueAt", "amount", "amount", "createdAt", "createdAt");

    private final PayoutService service;
    private final PayoutQuery query;
    private final PayoutBatchService batches;
    private final PayoutTotalsQuery totals;
    private final TimeZones zones;
    private final AccessGate gate;

    PayoutController(
            PayoutService service,
            PayoutQuery query,
            PayoutBatchService batches,
            PayoutTotalsQuery totals,
            TimeZones zones,
            AccessGate gate) {
        this.service = service;
        this.query = query;
        this.batches = batches;
        this.totals = totals;
        this.zones = zones;
        this.gate = gate;
    }

    /** A step that needs a reason. */
    @Schema(name = "PayoutReason")
    record Reason(
            @Schema(example = "The address on the receipt differs") @NotBlank @Size(max = 500)
            String reason) {}

    /** A step that needs none. */
    @Schema(name = "PayoutOptionalReason")
    record OptionalReason(
            @Schema(example = "Checked with the applicant") @Nullable @Size(max = 500)
            String reason) {}

    /** Sums of the payouts by status and currency. */
    @Schema(name = "PayoutTotals")
    record Totals(List<Total> data) {}

    /** @param held how many of them are held */
    @Schema(name = "PayoutTotal")
    record Total(
            PayoutStatus status,
            @Schema(example = "184500.00") BigDecimal amount,
            @Schema(example = "USD") String currency,
            long count,
            long held) {

        static Total of(PayoutTotalsQuery.StatusTotal total) {
            Money money = total.money();
            return new Total(total.status(), money.amount(), money.currency(), total.count(), total.held());
        }
    }

    @Requires(value = Scope.PAYOUTS_READ, limited = Requires.Limited.FILTERED)
    @GetMapping("/payouts")
    @Operation(
            summary = "List payouts",
            description = "In the order in which they became due where sort is absent; after walks a long list by key.")
    Page<PayoutResource> list(
            @Parameter(hidden = true) @RequestParam Map<String, String> parameters,
            @Parameter(
                            description =
                                    "One status or several, separated by commas: due, scheduled, sent, paid, failed,"
                                            + " returned, cancelled",
                            example = "due,failed")
                    @RequestParam(required = false)
                    @Nullable
                    String status,
            @Parameter(description = "One program instance or several, separated by commas")
                    @RequestParam(required = false)
                    @Nullable
                    String programInstanceId,
            @RequestParam(required = false) @Nullable String enrollmentId,
            @RequestParam(required = false) @Nullable String batchId,
            @Parameter(description = "ISO 4217", example = "USD") @RequestParam(required = false) @Nullable
                    String currency,
            @Parameter(description = "true or false: whether they are held") @RequestParam(required = false) @Nullable
                    String held,
            @Parameter(description = "Inclusive; a date is a day of the workspace")
                    @RequestParam(required = false)
                    @Nullable
                    String dueFrom,
            @Parameter(description = "Exclusive; a date is included") @RequestParam(required = false) @Nullable
                    String dueTo,
            @Parameter(description = "dueAt, amount or createdAt; descending after a minus sign", example = "-dueAt")
                    @RequestParam(required = false)
                    @Nullable
                    String sort) {
        List<Fault> faults = new ArrayList<>();
        PayoutQuery.Filter filter = new PayoutQuery.Filter(
                statuses(status, faults),
                ids("programInstanceId", programInstanceId, faults),
                id("enrollmentId", enrollmentId, faults),
                id("batchId", batchId, faults),
                currency(currency, faults),
                truth("held", held, faults),
                time("dueFrom", dueFrom, false, faults),
                time("dueTo", dueTo, true, faults));
        ListQuery page = ListParameters.read(parameters, SORTABLE, faults);
        return query.list(page, filter, this::shaped);
    }

    private List<PayoutResource> shaped(List<Payout> payouts) {
        Map<String, Enrollment> people = gate.has(Scope.ENROLLMENTS_READ) ? batches.people(payouts) : Map.of();
        return payouts.stream()
                .map(payout -> PayoutResource.of(payout, people.get(payout.enrollmentId())))
                .toList();
    }

    @Requires(value = Scope.PAYOUTS_READ, limited = Requires.Limited.FILTERED)
    @GetMapping("/payoutTotals")
    @Operation(summary = "Read the sums of the payouts by status and currency")
    Totals totals(
            @Parameter(description = "One program instance or several, separated by commas")
                    @RequestParam(required = false)
                    @Nullable
                    String programInstanceId) {
        List<Fault> faults = new ArrayList<>();
        List<String> instances = ids("programInstanceId", programInstanceId, faults);
        if (!faults.isEmpty()) {
            throw new dev.enlist.shared.problem.InvalidInput(faults);
        }
        return new Totals(totals.byStatus(gate.limit().narrow(instances)).stream()
                .map(Total::of)
                .toList());
    }

    @Requires(value = Scope.PAYOUTS_READ, limited = Requires.Limited.FILTERED)
    @GetMapping("/payouts/{id}")
    @Operation(summary = "Read a payout with its steps")
    ResponseEntity<PayoutResource> read(@PathVariable String id) {
        PayoutService.Detail detail = service.detail(id);
        Payout payout = detail.payout();
        return TaggedResponse.ok(PayoutResource.of(payout, person(payout), detail.history()), payout.version());
    }

    @Requires(value = Scope.PAYOUTS_WRITE, limited = Requires.Limited.FILTERED)
    @PostMapping("/payouts/{id}/hold")
    @Operation(
            summary = "Hold a payout that is due, with a reason",
            description = "It goes in no batch until it is released.")
    ResponseEntity<PayoutResource> hold(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody Reason request,
            @Parameter(hidden = true) Actor actor) {
        return answer(service.hold(id, ifMatch, request.reason(), actor));
    }

    @Requires(value = Scope.PAYOUTS_WRITE, limited = Requires.Limited.FILTERED)
    @PostMapping("/payouts/{id}/release")
    @Operation(summary = "Release a held payout", description = "It can go in a batch again.")
    ResponseEntity<PayoutResource> release(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody(required = false) @Nullable OptionalReason request,
            @Parameter(hidden = true) Actor actor) {
        return answer(service.releaseHold(id, ifMatch, request == null ? null : request.reason(), actor));
    }

    @Requires(value = Scope.PAYOUTS_WRITE, limited = Requires.Limited.FILTERED)
    @PostMapping("/payouts/{id}/cancel")
    @Operation(
            summary = "Cancel a payout that is not sent, with a reason",
            description =
                    "Out of a batch that is not released, too. The incentive of the enrollment stays; set it to 0 where"
                            + " nothing is owed.")
    ResponseEntity<PayoutResource> cancel(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody Reason request,
            @Parameter(hidden = true) Actor actor) {
        return answer(service.cancel(id, ifMatch, request.reason(), actor));
    }

    @Requires(value = Scope.PAYOUTS_WRITE, limited = Requires.Limited.FILTERED)
    @ResponseStatus(HttpStatus.CREATED)
    @PostMapping("/payouts/{id}/reissue")
    @Operation(
            summary = "Make a failed or returned payout due again, with a reason",
            description = "As a further payout of the same amount; the failed one stays as it is. Once for each payout:"
                    + " already-replaced where others cover the incentive, not-approved where the enrollment ended.")
    ResponseEntity<PayoutResource> reissue(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody Reason request,
            @Parameter(hidden = true) Actor actor) {
        Payout made = service.reissue(id, ifMatch, request.reason(), actor);
        return TaggedResponse.created(
                "/payouts/" + made.getId(), PayoutResource.of(made, person(made)), made.version());
    }

    private ResponseEntity<PayoutResource> answer(Payout payout) {
        return TaggedResponse.ok(PayoutResource.of(payout, person(payout)), payout.version());
    }

    private @Nullable Enrollment person(Payout payout) {
        return gate.has(Scope.ENROLLMENTS_READ)
                ? batches.people(List.of(payout)).get(payout.enrollmentId())
                : null;
    }

    private static List<PayoutStatus> statuses(@Nullable String text, List<Fault> faults) {
        List<PayoutStatus> found = new ArrayList<>();
        for (String each : parts(text)) {
            PayoutStatus.ofWire(each)
                    .ifPresentOrElse(
                            found::add,
                            () -> faults.add(new Fault(
                                    "/status", "must be due, scheduled, sent, paid, failed, returned or cancelled")));
        }
        return found;
    }

    static List<String> ids(String name, @Nullable String text, List<Fault> faults) {
        List<String> found = parts(text);
        if (found.stream().anyMatch(each -> !Cuid.isCuid(each))) {
            faults.add(new Fault("/" + name, "must be an id, or several separated by commas"));
        }
        return found;
    }

    private static List<String> parts(@Nullable String text) {
        return text == null || text.isBlank()
                ? List.of()
                : Arrays.stream(text.split(",")).map(String::trim).distinct().toList();
    }

    private static @Nullable String id(String name, @Nullable String text, List<Fault> faults) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        if (!Cuid.isCuid(text)) {
            faults.add(new Fault("/" + name, "must be an id"));
        }
        return text;
    }

    private static @Nullable String currency(@Nullable String text, List<Fault> faults) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        if (!Money.isCurrency(text)) {
            faults.add(new Fault("/currency", "must be a currency code of ISO 4217, such as USD"));
        }
        return text;
    }

    private static @Nullable Boolean truth(String name, @Nullable String text, List<Fault> faults) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        if (!text.equals("true") && !text.equals("false")) {
            faults.add(new Fault("/" + name, "must be true or false"));
        }
        return Boolean.valueOf(text);
    }

    private @Nullable Instant time(String name, @Nullable String text, boolean end, List<Fault> faults) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        Optional<Instant> moment =
                end ? InstantParser.end(text, zones::ofWorkspace) : InstantParser.beginning(text, zones::ofWorkspace);
        if (moment.isEmpty()) {
            faults.add(new Fault("/" + name, InstantParser.EXPECTED));
        }
        return moment.orElse(null);
    }
}
