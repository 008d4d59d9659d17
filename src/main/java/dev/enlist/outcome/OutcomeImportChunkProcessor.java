package dev.enlist.outcome;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.bulk.ImportKind;
import dev.enlist.bulk.file.ColumnVocabulary;
import dev.enlist.enrollment.Enrollment;
import dev.enlist.enrollment.EnrollmentRowResolver;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.shared.Actor;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Imports outcomes: an outcome a row. A period may be two columns with the first and the last day, or one column with a
 * month ({@code 2026-07}), a year ({@code 2026}), or both days ({@code 2026-07-01/2026-07-31}).
 */
@Component
class OutcomeImportChunkProcessor implements ImportKind {

    private static final String PERIOD = "period";

    private static final ColumnVocabulary COLUMNS = ColumnVocabulary.of(
            Stream.concat(
                            EnrollmentRowResolver.MEMBERS.stream(),
                            Stream.of(
                                    "metric", "value", "unit", PERIOD, "period.from", "period.to", "method", "source"))
                    .toList(),
            Map.of(
                    "applicationNumber",
                    "application number applicationno",
                    "enrollmentId",
                    "enrollment",
                    "referenceId",
                    "reference ref externalid",
                    "metric",
                    "measure kpi",
                    "value",
                    "amount quantity savings",
                    "period.from",
                    "start startdate periodstart fromdate",
                    "period.to",
                    "end enddate periodend todate",
                    PERIOD,
                    "month"),
            List.of("applicationNumber", "enrollmentId", "referenceId"),
            "the enrollment",
            false);

    private final OutcomeService outcomes;
    private final OutcomeDocuments documents;
    private final EnrollmentRowResolver enrollments;
    private final ProgramInstanceService instances;

    OutcomeImportChunkProcessor(
            OutcomeService outcomes,
            OutcomeDocuments documents,
            EnrollmentRowResolver enrollments,
            ProgramInstanceService instances) {
        this.outcomes = outcomes;
        this.documents = documents;
        this.enrollments = enrollments;
        this.instances = instances;
    }

    @Override
    public String name() {
        return "outcomes";
    }

    @Override
    public ColumnVocabulary vocabulary() {
        return COLUMNS;
    }

    /** A row that can be recorded unless an entry overlaps it, or its faults. */
    private record Read(
            @Nullable Enrollment enrollment, @Nullable NewOutcome outcome, List<Fault> faults) {}

    @Override
    public List<Result> process(String programInstanceId, List<JsonNode> rows, boolean dryRun, Actor by) {
        List<EnrollmentRowResolver.Found> found = enrollments.find(programInstanceId, rows);
        List<Read> read = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            read.add(read(rows.get(i), found.get(i)));
        }
        List<OutcomeService.Wanted> wanted = read.stream()
                .filter(row -> row.faults().isEmpty())
                .map(row -> new OutcomeService.Wanted(row.enrollment(), row.outcome()))
                .toList();
        List<OutcomeService.Attempt> attempts =
                outcomes.record(instances.instance(programInstanceId), wanted, dryRun, by);
        List<Result> results = new ArrayList<>();
        int next = 0;
        for (Read row : read) {
            List<Fault> faults = row.faults().isEmpty() ? attempts.get(next++).faults() : row.faults();
            results.add(
                    faults.isEmpty()
                            ? new Result(Result.CREATED, row.enrollment().getId(), List.of())
                            : Result.refused(faults));
        }
        return results;
    }

    private Read read(JsonNode row, EnrollmentRowResolver.Found found) {
        List<Fault> faults = new ArrayList<>();
        if (found.fault() != null) {
            faults.add(found.fault());
        } else {
            OutcomeValidator.notParticipating(found.enrollment())
                    .ifPresent(message -> faults.add(new Fault("", message)));
        }
        NewOutcome outcome = null;
        try {
            outcome = documents.outcome(document(row, faults));
        } catch (InvalidInput e) {
            e.faults().stream()
                    .filter(fault ->
                            faults.stream().noneMatch(known -> known.pointer().equals(fault.pointer())))
                    .forEach(faults::add);
        }
        return new Read(found.enrollment(), outcome, faults);
    }

    /** The row as a request: without the members that name the enrollment, with a number and a period of two days. */
    private static JsonNode document(JsonNode row, List<Fault> faults) {
        if (!row.isObject()) {
            return row;
        }
        ObjectNode document = row.deepCopy();
        document.remove(EnrollmentRowResolver.MEMBERS);
        if (document.path("value").isTextual()) {
            number(document.path("value").textValue(), faults).ifPresent(value -> document.put("value", value));
        }
        if (document.path(PERIOD).isTextual()) {
            String text = document.path(PERIOD).textValue();
            try {
                OutcomePeriod period = period(text);
                document.putObject(PERIOD)
                        .put("from", period.from().toString())
                        .put("to", period.to().toString());
            } catch (DateTimeException e) {
                faults.add(new Fault(
                        "/period",
                        "must be a month such as 2026-07, a year, or two days such as 2026-07-01/2026-07-31"));
            }
        }
        return document;
    }

    private static Optional<BigDecimal> number(String text, List<Fault> faults) {
        if (text.matches("[-+]?[0-9]{1,30}(\\.[0-9]{1,30})?")) {
            return Optional.of(new BigDecimal(text));
        }
        faults.add(new Fault("/value", "must be a number such as 412.5, without thousands separators"));
        return Optional.empty();
    }

    private static OutcomePeriod period(String text) {
        if (text.matches("[0-9]{4}")) {
            int year = Integer.parseInt(text);
            return new OutcomePeriod(LocalDate.of(year, 1, 1), LocalDate.of(year, 12, 31));
        }
        if (text.matches("[0-9]{4}-[0-9]{2}")) {
            YearMonth month = YearMonth.parse(text);
            return new OutcomePeriod(month.atDay(1), month.atEndOfMonth());
        }
        String[] days = text.split("/", -1);
        if (days.length != 2) {
            throw new DateTimeException("is no period");
        }
        return new OutcomePeriod(LocalDate.parse(days[0].strip()), LocalDate.parse(days[1].strip()));
    }
}
