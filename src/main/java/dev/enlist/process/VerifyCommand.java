package dev.enlist.process;

import dev.enlist.audit.VerifyAuditCommand;
import dev.enlist.capacity.CapacityConsistencyQuery;
import dev.enlist.process.engine.EnrollmentConsistencyQuery;
import dev.enlist.shared.OperatorCommand;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The command {@code verify}: checks in the database of the configuration what Enlist promises about it, prints a table
 * with a line for each promise, and exits with 0 if all hold, with 1 if one does not, and with 2 without a database. Changes nothing; Enlist may run
 * meanwhile, because each workspace is read as one snapshot. Starts no web server, no engine and no migration.
 */
@ImportAutoConfiguration
public class VerifyCommand implements OperatorCommand {

    public static final String COMMAND = "verify";

    private static final Logger log = LoggerFactory.getLogger(VerifyCommand.class);

    private static final String AUDIT = "auditTrail";

    /** What is promised, by the first of its checks; a check that is not named here gets a line of its own. */
    private static final Map<String, List<String>> PROMISES = new LinkedHashMap<>();

    static {
        PROMISES.put(
                "Each open enrollment has one process, and no other has",
                List.of("openWithoutProcess", "closedWithProcess", "processWithoutEnrollment", "severalProcesses"));
        PROMISES.put(
                "The history of each enrollment is complete and ends in its status",
                List.of("historyDisagrees", "historyHasGaps"));
        PROMISES.put(
                "Each status, decision and key of duplicates belongs to an enrollment or a customer",
                List.of("rowsWithoutOwner"));
        PROMISES.put("Each change of an enrollment has one event", List.of("eventsHaveGaps"));
        PROMISES.put(
                "The counts of lists and reports are the counts of rows",
                List.of("talliesDisagree", "facetTalliesDisagree", "taskTalliesDisagree"));
        PROMISES.put(
                "Each task can be decided, by the person who claimed it",
                List.of("undecidableTasks", "claimsOtherThanTasks"));
        PROMISES.put("Each running campaign has one process", List.of("campaignsOtherThanProcesses"));
        PROMISES.put(
                "The units of each pool are those of its ledger and of its enrollments",
                List.of("capacityLedgerDisagrees", "capacityHoldsDisagree", "capacityHeldWrongly"));
        PROMISES.put("No pool is oversold", List.of("capacityOversold"));
        PROMISES.put(
                "Money spent is the money of the payouts, within the incentives",
                List.of("capacitySpentWrongly", "payoutsExceedIncentive"));
        PROMISES.put("The waitlist is that of the enrollments", List.of("waitlistDisagrees"));
        PROMISES.put("The audit trail is complete and unchanged", List.of(AUDIT));
    }

    /**
     * The result of one promise over all workspaces.
     *
     * @param faults     rows that break it; 0 if it holds
     * @param workspaces ids of the workspaces with such rows
     */
    record Line(String promise, long faults, List<String> workspaces) {}

    @Override
    public String command() {
        return COMMAND;
    }

    @Override
    public int execute(String... arguments) {
        return run(arguments);
    }

    /** Runs the command; returns the exit code. */
    public static int run(String... arguments) {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(
                        VerifyCommand.class, VerifyAuditCommand.class)
                .web(WebApplicationType.NONE)
                .logStartupInfo(false)
                .run(arguments)) {
            JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
            List<String> workspaces = jdbc.queryForList("select id from workspace order by id", String.class);
            Map<String, Map<String, Long>> found = new LinkedHashMap<>();
            long enrollments = 0;
            for (String workspace : workspaces) {
                Found one = inSnapshot(context, jdbc, workspace);
                found.put(workspace, one.faults());
                enrollments += one.enrollments();
            }
            List<Line> lines = lines(found);
            boolean holds = lines.stream().allMatch(line -> line.faults() == 0);
            String table = table(lines);
            if (holds) {
                log.info("{} workspaces, {} enrollments\n{}All promises hold.", workspaces.size(), enrollments, table);
            } else {
                log.error(
                        "{} workspaces, {} enrollments\n{}NOT ALL PROMISES HOLD.",
                        workspaces.size(),
                        enrollments,
                        table);
            }
            return holds ? 0 : 1;
        } catch (CannotGetJdbcConnectionException e) {
            log.error(
                    "The database cannot be reached; SPRING_DATASOURCE_URL names it: {}",
                    NestedExceptionUtils.getMostSpecificCause(e).getMessage());
            return 2;
        }
    }

    private record Found(long enrollments, Map<String, Long> faults) {}

    private static Found inSnapshot(ConfigurableApplicationContext context, JdbcTemplate jdbc, String workspace) {
        TransactionTemplate transaction = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
        transaction.setReadOnly(true);
        transaction.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        return transaction.execute(status -> {
            jdbc.queryForObject("select set_config('enlist.workspace', ?, true)", String.class, workspace);
            Map<String, Long> faults = new LinkedHashMap<>(EnrollmentConsistencyQuery.of(jdbc, workspace));
            faults.putAll(CapacityConsistencyQuery.of(jdbc, workspace));
            faults.put(AUDIT, VerifyAuditCommand.trail(context, workspace).intact() ? 0L : 1L);
            Long enrollments = jdbc.queryForObject(
                    "select count(*) from enrollment where workspace_id = ?", Long.class, workspace);
            return new Found(enrollments == null ? 0 : enrollments, faults);
        });
    }

    /**
     * @param found by workspace the number of faults of each check
     */
    static List<Line> lines(Map<String, Map<String, Long>> found) {
        Map<String, List<String>> promises = new LinkedHashMap<>(PROMISES);
        List<String> named = PROMISES.values().stream().flatMap(List::stream).toList();
        found.values().stream()
                .flatMap(checks -> checks.keySet().stream())
                .filter(check -> !named.contains(check))
                .forEach(check -> promises.put(check, List.of(check)));
        List<Line> lines = new ArrayList<>();
        promises.forEach((promise, checks) -> {
            long faults = 0;
            List<String> broken = new ArrayList<>();
            for (Map.Entry<String, Map<String, Long>> workspace : found.entrySet()) {
                long here = checks.stream()
                        .mapToLong(check -> workspace.getValue().getOrDefault(check, 0L))
                        .sum();
                faults += here;
                if (here > 0) {
                    broken.add(workspace.getKey());
                }
            }
            lines.add(new Line(promise, faults, broken));
        });
        return lines;
    }

    private static String table(List<Line> lines) {
        int width =
                lines.stream().mapToInt(line -> line.promise().length()).max().orElse(0);
        StringBuilder table = new StringBuilder();
        String format = "%-" + width + "s | %s%n";
        table.append(String.format(format, "promise", "result"));
        table.append("-".repeat(width)).append("-|-").append("-".repeat(30)).append(System.lineSeparator());
        for (Line line : lines) {
            table.append(String.format(
                    format,
                    line.promise(),
                    line.faults() == 0
                            ? "holds"
                            : "BROKEN by " + line.faults() + " in workspace " + String.join(", ", line.workspaces())));
        }
        return table.toString();
    }
}
