package dev.enlist.outcome;

import dev.enlist.enrollment.Enrollment;
import dev.enlist.enrollment.EnrollmentQueries;
import dev.enlist.enrollment.EnrollmentStatus;
import dev.enlist.enrollment.FormulaInputs;
import dev.enlist.form.FormConditions;
import dev.enlist.jobs.JobOutcome;
import dev.enlist.jobs.WorkspaceJob;
import dev.enlist.program.ProgramInstance;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.shared.Actor;
import dev.enlist.shared.AuditContext;
import dev.enlist.tenancy.WorkspaceScope;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Computes the deemed values of approved enrollments by the formulas of their program instance. If a formula
 * gives no number, for example because a member of the metadata is missing, the participant gets no value of this metric; the
 * next change of the configuration computes it again.
 */
@Component
class DeemedOutcomeJob implements WorkspaceJob {

    static final String KIND = "deemed-outcomes";

    private static final int CHUNK = 100;
    private static final Actor ACTOR = Actor.process(KIND, "Deemed values");

    private final Logger log = LoggerFactory.getLogger(getClass());
    private final OutcomeService outcomes;
    private final EnrollmentQueries enrollments;
    private final ProgramInstanceService instances;
    private final FormConditions formulas;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final TransactionTemplate transaction;

    DeemedOutcomeJob(
            OutcomeService outcomes,
            EnrollmentQueries enrollments,
            ProgramInstanceService instances,
            FormConditions formulas,
            JdbcClient jdbc,
            Clock clock,
            PlatformTransactionManager transactions) {
        this.outcomes = outcomes;
        this.enrollments = enrollments;
        this.instances = instances;
        this.formulas = formulas;
        this.jdbc = jdbc;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public JobOutcome runChunk() {
        return Objects.requireNonNull(transaction.execute(status -> chunk()));
    }

    private JobOutcome chunk() {
        List<String> ids = jdbc.sql("""
                        delete from deemed_outcome_task where workspace_id = :workspace and enrollment_id in (
                          select t.enrollment_id from deemed_outcome_task t where t.workspace_id = :workspace
                          order by t.enrollment_id limit :chunk for update skip locked)
                        returning enrollment_id
                        """)
                .param("workspace", workspaceId())
                .param("chunk", CHUNK)
                .query(String.class)
                .list();
        if (ids.isEmpty()) {
            return JobOutcome.busyIf(isAnyLeft());
        }
        Map<String, List<Enrollment>> byInstance = enrollments.byIds(ids).values().stream()
                .filter(enrollment -> enrollment.status() == EnrollmentStatus.APPROVED)
                .collect(Collectors.groupingBy(Enrollment::programInstanceId));
        Map<String, LocalDate> approvals = approvals(ids);
        try (AuditContext.Entered entered = AuditContext.enter(AuditContext.of(ACTOR))) {
            byInstance.forEach((id, members) -> compute(instances.instance(id), members, approvals));
        }
        return JobOutcome.more();
    }

    private void compute(ProgramInstance instance, List<Enrollment> members, Map<String, LocalDate> approvals) {
        List<OutcomeService.Wanted> wanted = new ArrayList<>();
        for (Enrollment enrollment : members) {
            LocalDate from =
                    approvals.getOrDefault(enrollment.getId(), LocalDate.ofInstant(clock.instant(), instance.zone()));
            for (MetricDefinition metric : MetricDefinition.of(instance)) {
                value(metric, enrollment, instance)
                        .ifPresent(value -> wanted.add(new OutcomeService.Wanted(
                                enrollment,
                                new NewOutcome(
                                        metric.name(),
                                        value,
                                        metric.unit(),
                                        new OutcomePeriod(
                                                from,
                                                from.plusMonths(metric.months()).minusDays(1)),
                                        OutcomeMethod.DEEMED,
                                        NewOutcome.FORMULA,
                                        metric.formula()))));
            }
        }
        // a value that is there already overlaps, and stays
        outcomes.record(instance, wanted, false, ACTOR);
    }

    private Optional<BigDecimal> value(MetricDefinition metric, Enrollment enrollment, ProgramInstance instance) {
        if (metric.formula() == null) {
            return Optional.empty();
        }
        try {
            Object value = formulas.evaluate(metric.formula(), FormulaInputs.of(enrollment.application(), instance));
            return value instanceof Number number
                    ? Optional.of(new BigDecimal(number.toString())
                            .setScale(OutcomeValidator.FRACTION_DIGITS, RoundingMode.HALF_EVEN))
                    : Optional.empty();
        } catch (FormConditions.ConditionFailed | NumberFormatException e) {
            log.info("No deemed value of {} for enrollment {}: {}", metric.name(), enrollment.getId(), e.toString());
            return Optional.empty();
        }
    }

    /** The day of the latest approval, in the time zone of the instance, by enrollment id. */
    private Map<String, LocalDate> approvals(Collection<String> ids) {
        Map<String, Enrollment> found = enrollments.byIds(ids);
        Map<String, Instant> at = jdbc
                .sql("""
                        select enrollment_id, max(at) as at from status_change
                        where workspace_id = ? and enrollment_id = any(?) and to_status = 'approved'
                        group by enrollment_id
                        """)
                .params(workspaceId(), ids.toArray(String[]::new))
                .query((row, n) -> Map.entry(
                        row.getString("enrollment_id"), row.getTimestamp("at").toInstant()))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return at.entrySet().stream()
                .filter(entry -> found.containsKey(entry.getKey()))
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> LocalDate.ofInstant(
                                entry.getValue(),
                                instances
                                        .instance(found.get(entry.getKey()).programInstanceId())
                                        .zone())));
    }

    private boolean isAnyLeft() {
        return jdbc.sql("select exists (select 1 from deemed_outcome_task where workspace_id = ?)")
                .param(workspaceId())
                .query(Boolean.class)
                .single();
    }

    private static String workspaceId() {
        return WorkspaceScope.current().workspaceId();
    }
}
