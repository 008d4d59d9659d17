package dev.enlist.process;

import dev.enlist.jobs.JobOutcome;
import dev.enlist.jobs.JobQueue;
import dev.enlist.jobs.WorkspaceJob;
import dev.enlist.process.engine.EngineCommandExecutor;
import dev.enlist.process.engine.ModelDeployed;
import dev.enlist.process.engine.ProcessPrefetcher;
import dev.enlist.process.engine.ReceiveTaskConverter;
import dev.enlist.tenancy.WorkspaceScope;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.migration.MigrationPlan;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Moves waiting processes to the latest version of the enrollment lifecycle after an upgrade of the product, in chunks. Each
 * stays where it waits; tasks, claims and timers stay as they are. A process that waits at an event or gateway which became a
 * receive task is converted; one that waits at another element which the latest version lacks keeps its version.
 *
 * <p>What is moved is the process itself, so that a node may stop between any two chunks: those that are left are found
 * again. A chunk locks the enrollments before their processes, as requests do; an enrollment that a request holds is taken
 * later.
 */
@Component
class LifecycleMigrationJob implements WorkspaceJob {

    static final String KIND = "lifecycle-migration";

    /** Processes of a chunk: a request for one of them waits for a second or two. */
    private static final int CHUNK = 100;

    /** Where processes of version 4 and earlier ones wait, and the receive task that replaces it. */
    private static final Map<String, String> REPLACED = Map.of(
            "catch_evaluation_requested",
            EnrollmentProcess.RECEIVE_EVALUATION_REQUEST,
            "gw_await_submission",
            EnrollmentProcess.RECEIVE_APPLICATION,
            EnrollmentProcess.SUBMISSION_OF_EARLIER_MODEL,
            EnrollmentProcess.RECEIVE_APPLICATION,
            "catch_exit_requested",
            EnrollmentProcess.RECEIVE_EXIT_REQUEST);

    private static final Logger log = LoggerFactory.getLogger(LifecycleMigrationJob.class);

    private static final String EARLIER = """
            from act_ru_execution x
            join act_re_procdef d on d.id_ = x.proc_def_id_
                and d.key_ = :key and d.tenant_id_ is null and d.id_ <> :latest
            """;

    /** Row security shows the enrollments of the workspace in scope. */
    private static final String OF_WORKSPACE = EARLIER + """
            join enrollment e on e.id = x.business_key_ and e.workspace_id = x.tenant_id_
            where x.parent_id_ is null and x.tenant_id_ = :workspace
            """;

    /**
     * Each earlier definition is read by the index, in the order of ids. Joined the other way round, a chunk of a small workspace reads
     * the processes of all workspaces, or all of its own.
     */
    private static final String NEXT = """
            select next.id_, next.proc_def_id_ from act_re_procdef d
            cross join lateral (
                select x.id_, x.proc_def_id_ from act_ru_execution x
                join enrollment e on e.id = x.business_key_ and e.workspace_id = x.tenant_id_
                where x.proc_def_id_ = d.id_ and x.tenant_id_ = :workspace and x.parent_id_ is null and x.id_ > :after
                order by x.id_ limit :size for update of e skip locked) next
            where d.key_ = :key and d.tenant_id_ is null and d.id_ <> :latest
            order by next.id_ limit :size
            """;

    private final RepositoryService repository;
    private final RuntimeService runtime;
    private final EngineCommandExecutor commands;
    private final ProcessPrefetcher processes;
    private final ReceiveTaskConverter converter;
    private final JdbcClient jdbc;
    private final JobQueue queue;
    private final TransactionTemplate transaction;

    /** By workspace. */
    private final Map<String, Pass> passes = new ConcurrentHashMap<>();

    LifecycleMigrationJob(
            RepositoryService repository,
            RuntimeService runtime,
            EngineCommandExecutor commands,
            ProcessPrefetcher processes,
            ReceiveTaskConverter converter,
            JdbcClient jdbc,
            JobQueue queue,
            PlatformTransactionManager transactions) {
        this.repository = repository;
        this.runtime = runtime;
        this.commands = commands;
        this.processes = processes;
        this.converter = converter;
        this.jdbc = jdbc;
        this.queue = queue;
        this.transaction = new TransactionTemplate(transactions);
    }

    private record Waiting(String id, String definitionId) {}

    /**
     * What this node has done since it began with the first process.
     *
     * @param position id of the last process that it looked at
     * @param kept     processes that cannot be moved
     */
    private record Pass(String position, int kept) {

        static final Pass NEW = new Pass("", 0);
    }

    @Override
    public String kind() {
        return KIND;
    }

    /** Begins after each start that finds processes of an earlier version, and when this node deploys the latest. */
    @EventListener({ApplicationReadyEvent.class, ModelDeployed.class})
    void begin() {
        boolean some = jdbc.sql("select exists (select 1 " + EARLIER + " where x.parent_id_ is null)")
                .param("key", EnrollmentProcess.KEY)
                .param("latest", latest())
                .query(Boolean.class)
                .single();
        if (some) {
            queue.enqueueEverywhere(KIND);
        }
    }

    @Override
    public JobOutcome runChunk() {
        return runChunk(CHUNK);
    }

    JobOutcome runChunk(int size) {
        String workspace = WorkspaceScope.current().workspaceId();
        String latest = latest();
        Pass pass = passes.getOrDefault(workspace, Pass.NEW);
        Pass next = move(workspace, latest, pass, size);
        if (!next.equals(pass)) {
            passes.put(workspace, next);
            return JobOutcome.more();
        }
        passes.remove(workspace);
        // other transactions hold enrollments that the pass left out
        return JobOutcome.busyIf(left(workspace, latest) > pass.kept());
    }

    /** A chunk that fails is tried process by process. */
    private Pass move(String workspace, String latest, Pass pass, int size) {
        try {
            List<Waiting> chunk = inTransaction(workspace, latest, pass.position(), size);
            return chunk.isEmpty() ? pass : new Pass(chunk.get(chunk.size() - 1).id(), pass.kept());
        } catch (ProcessEngineException e) {
            log.info("A chunk of job {} is tried one by one: {}", KIND, e.getMessage());
        }
        Pass next = pass;
        for (int i = 0; i < size; i++) {
            next = moveOne(workspace, latest, next);
        }
        return next;
    }

    private Pass moveOne(String workspace, String latest, Pass pass) {
        Waiting[] process = {null};
        try {
            return Objects.requireNonNull(transaction.execute(status -> {
                List<Waiting> one = lock(workspace, latest, pass.position(), 1);
                if (one.isEmpty()) {
                    return pass;
                }
                process[0] = one.get(0);
                move(one, latest);
                return new Pass(process[0].id(), pass.kept());
            }));
        } catch (ProcessEngineException e) {
            log.warn("Process {} keeps the earlier version of the lifecycle: {}", process[0].id(), e.getMessage());
            return new Pass(process[0].id(), pass.kept() + 1);
        }
    }

    private List<Waiting> inTransaction(String workspace, String latest, String after, int size) {
        return Objects.requireNonNull(transaction.execute(status -> {
            List<Waiting> chunk = lock(workspace, latest, after, size);
            move(chunk, latest);
            return chunk;
        }));
    }

    private void move(List<Waiting> chunk, String latest) {
        Set<String> converted =
                converter.convert(chunk.stream().map(Waiting::id).toList(), latest, REPLACED);
        chunk.stream()
                .filter(process -> !converted.contains(process.id()))
                .collect(Collectors.groupingBy(
                        Waiting::definitionId, Collectors.mapping(Waiting::id, Collectors.toList())))
                .forEach((from, ids) -> migrate(from, latest, ids));
    }

    private void migrate(String from, String latest, List<String> processIds) {
        MigrationPlan plan =
                runtime.createMigrationPlan(from, latest).mapEqualActivities().build();
        commands.execute(() -> {
            processes.readAheadForMigration(processIds);
            runtime.newMigration(plan).processInstanceIds(processIds).execute();
            return plan;
        });
    }

    private List<Waiting> lock(String workspace, String latest, String after, int size) {
        return jdbc.sql(NEXT)
                .param("key", EnrollmentProcess.KEY)
                .param("latest", latest)
                .param("workspace", workspace)
                .param("after", after)
                .param("size", size)
                .query((row, n) -> new Waiting(row.getString(1), row.getString(2)))
                .list();
    }

    private long left(String workspace, String latest) {
        return jdbc.sql("select count(*) " + OF_WORKSPACE)
                .param("key", EnrollmentProcess.KEY)
                .param("latest", latest)
                .param("workspace", workspace)
                .query(Long.class)
                .single();
    }

    private String latest() {
        return repository
                .createProcessDefinitionQuery()
                .processDefinitionKey(EnrollmentProcess.KEY)
                .withoutTenantId()
                .latestVersion()
                .singleResult()
                .getId();
    }
}
