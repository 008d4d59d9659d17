package dev.enlist.payout.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import de.siegmar.fastcsv.writer.CsvWriter;
import dev.enlist.payout.PayoutTotalsQuery;
import dev.enlist.payout.PayoutTotalsQuery.YearTotal;
import dev.enlist.shared.CsvFormulaEscaper;
import dev.enlist.shared.Money;
import dev.enlist.shared.TimeZones;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.web.CsvDownload;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What each person was paid in a calendar year, for tax reporting. */
@RestController
@Tag(name = "Reports")
class PayoutReportController {

    private static final int FIRST_YEAR = 2000;
    private static final int LAST_YEAR = 9999;
    private static final int WRITTEN_AT_ONCE = 5_000;

    private final PayoutTotalsQuery totals;
    private final TimeZones zones;
    private final Clock clock;

    PayoutReportController(PayoutTotalsQuery totals, TimeZones zones, Clock clock) {
        this.totals = totals;
        this.zones = zones;
        this.clock = clock;
    }

    /**
     * The people of a page, most paid first.
     *
     * @param year calendar year in the time zone of the workspace
     * @param more whether a further page follows
     */
    @Schema(name = "PayoutsByPerson")
    record Report(int year, int page, boolean more, List<Line> data) {}

    /**
     * What one person was paid, in one currency, by all programs.
     *
     * @param email absent where the person was erased
     */
    @Schema(name = "PayoutsOfPerson")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Line(
            @Nullable String customerId,
            @Nullable String firstName,
            @Nullable String lastName,
            @Nullable String email,
            @Schema(example = "2500.00") BigDecimal amount,
            @Schema(example = "USD") String currency,
            @Schema(example = "2") long payments,
            List<String> programs) {

        static Line of(YearTotal total) {
            return new Line(
                    total.customerId(),
                    total.firstName(),
                    total.lastName(),
                    total.email(),
                    total.money().amount(),
                    total.money().currency(),
                    total.payments(),
                    total.programs());
        }
    }

    @Requires(value = Scope.PAYOUTS_WRITE, limited = Requires.Limited.CLOSED)
    @GetMapping(path = "/reports/payouts", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Report what each person was paid in a year, over all programs",
            description =
                    "Payouts that the bank confirmed in the year, by the time zone of the workspace. As text/csv all"
                            + " of them at once.")
    Report byPerson(
            @Parameter(description = "This year where absent", example = "2026")
                    @RequestParam(required = false)
                    @Nullable
                    String year,
            @Parameter(description = "ISO 4217; every currency where absent", example = "USD")
                    @RequestParam(required = false)
                    @Nullable
                    String currency,
            @RequestParam(required = false) @Nullable String page,
            @RequestParam(required = false) @Nullable String perPage) {
        List<Fault> faults = new ArrayList<>();
        ZoneId zone = zones.ofWorkspace();
        int wanted = number("year", year, thisYear(zone), FIRST_YEAR, LAST_YEAR, faults);
        int number = number("page", page, 0, 0, 100_000, faults);
        int size = number("perPage", perPage, ListQuery.DEFAULT_PER_PAGE, 1, ListQuery.MAX_PER_PAGE, faults);
        check(currency, faults);
        List<YearTotal> found = totals.ofYear(wanted, currency, zone, (long) number * size, size + 1);
        return new Report(
                wanted,
                number,
                found.size() > size,
                found.stream().limit(size).map(Line::of).toList());
    }

    @Requires(value = Scope.PAYOUTS_WRITE, limited = Requires.Limited.CLOSED)
    @GetMapping(path = "/reports/payouts", produces = CsvDownload.MEDIA_TYPE)
    @Operation(summary = "Download what each person was paid in a year, as CSV for tax reporting")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = CsvDownload.MEDIA_TYPE, schema = @Schema(type = "string")))
    void csv(
            @RequestParam(required = false) @Nullable String year,
            @RequestParam(required = false) @Nullable String currency,
            HttpServletResponse response)
            throws IOException {
        List<Fault> faults = new ArrayList<>();
        ZoneId zone = zones.ofWorkspace();
        int wanted = number("year", year, thisYear(zone), FIRST_YEAR, LAST_YEAR, faults);
        check(currency, faults);
        List<YearTotal> lines = totals.ofYear(wanted, currency, zone, 0, WRITTEN_AT_ONCE);
        CsvWriter csv = CsvDownload.of(response, "payouts-" + wanted);
        csv.writeRecord(
                "year", "customerId", "firstName", "lastName", "email", "amount", "currency", "payments", "programs");
        long written = 0;
        while (!lines.isEmpty()) {
            for (YearTotal line : lines) {
                csv.writeRecord(CsvFormulaEscaper.row(
                        wanted,
                        line.customerId(),
                        line.firstName(),
                        line.lastName(),
                        line.email(),
                        line.money().amount().toPlainString(),
                        line.money().currency(),
                        line.payments(),
                        String.join("|", line.programs())));
            }
            written += lines.size();
            lines = lines.size() < WRITTEN_AT_ONCE
                    ? List.of()
                    : totals.ofYear(wanted, currency, zone, written, WRITTEN_AT_ONCE);
        }
        csv.flush();
    }

    private int thisYear(ZoneId zone) {
        return clock.instant().atZone(zone).getYear();
    }

    private static void check(@Nullable String currency, List<Fault> faults) {
        if (currency != null && !Money.isCurrency(currency)) {
            faults.add(new Fault("/currency", "must be a currency code of ISO 4217, such as USD"));
        }
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
    }

    private static int number(
            String name, @Nullable String text, int otherwise, int least, int most, List<Fault> faults) {
        if (text == null || text.isEmpty()) {
            return otherwise;
        }
        try {
            int value = Integer.parseInt(text.trim());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // reported below, like a number out of range
        }
        faults.add(new Fault("/" + name, "must be a whole number from " + least + " to " + most));
        return otherwise;
    }
}
