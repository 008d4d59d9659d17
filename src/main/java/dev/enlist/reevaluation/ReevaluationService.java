package dev.enlist.reevaluation;

import dev.enlist.eligibility.RuleSetPublished;
import dev.enlist.eligibility.RuleSetRef;
import dev.enlist.eligibility.RuleSetService;
import dev.enlist.jobs.JobQueue;
import dev.enlist.program.CriteriaChanged;
import dev.enlist.program.InFlight;
import dev.enlist.program.ProgramEvent;
import dev.enlist.program.ProgramInstance;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.shared.Cuid;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.tenancy.WorkspaceScope;
import dev.enlist.tenancy.WorkspaceVisits;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Queues re-evaluations in the transaction that changes the criteria, and reads their progress. */
@Service
public class ReevaluationService {

    private final JdbcClient jdbc;
    private final ProgramInstanceService instances;
    private final RuleSetService ruleSets;
    private final JobQueue jobs;
    private final WorkspaceVisits workspaces;

    ReevaluationService(
            JdbcClient jdbc,
            ProgramInstanceService instances,
            RuleSetService ruleSets,
            JobQueue jobs,
            WorkspaceVisits workspaces) {
        this.jdbc = jdbc;
        this.instances = instances;
        this.ruleSets = ruleSets;
        this.jobs = jobs;
        this.workspaces = workspaces;
    }

    private record Follower(
            String id, InFlight inFlight, @Nullable Instant from) {}

    /** Queues a re-evaluation of each instance that uses the latest version, unless it keeps existing verdicts. */
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void on(RuleSetPublished published) {
        List<Follower> followers = jdbc.sql("""
                        select id, rule_set_in_flight, rule_set_from from program_instance
                        where workspace_id = ? and rule_set_slug = ? and rule_set_version is null
                          and archived_at is null
                        order by id
                        """)
                .params(workspaceId(), published.rules().slug())
                .query((row, n) ->
                        new Follower(row.getString(1), InFlight.ofWire(row.getString(2)), moment(row, "rule_set_from")))
                .list();
        for (Follower follower : followers) {
            InFlight inFlight = published.inFlight() == null ? follower.inFlight() : published.inFlight();
            Instant due = follower.from() == null || follower.from().isBefore(published.at())
                    ? published.at()
                    : follower.from();
            enqueue(follower.id(), published.rules(), inFlight, "published", due, published.at());
        }
    }

    /** Queues re-evaluations of the instances of the program in all workspaces. */
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void on(ProgramEvent event) {
        if (event.criteriaChanged()) {
            instances
                    .endsOfProgram(event.subject())
                    .forEach(instance -> workspaces.visit(
                            instance.workspace(), () -> enqueueInWorkspace(instance.programInstanceId(), event.at())));
        }
    }

    /** Uses SQL only, because entities stay bound to the workspace in which the transaction started. */
    private void enqueueInWorkspace(String programInstanceId, Instant now) {
        int queued = jdbc.sql("""
                        insert into reevaluation (id, workspace_id, program_instance_id, rule_set_slug,
                            rule_set_version, in_flight, cause, status, due_at, created_at)
                        select ?, i.workspace_id, i.id, i.rule_set_slug, v.number, i.rule_set_in_flight,
                            'instance-changed', 'queued', ?, ?
                        from program_instance i
                        cross join lateral (
                            select coalesce(i.rule_set_version, max(n.number)) as number
                            from rule_set s join rule_set_version n on n.rule_set_id = s.id
                            where s.workspace_id = i.workspace_id and s.slug = i.rule_set_slug) v
                        where i.id = ? and i.workspace_id = ? and i.archived_at is null
                          and i.rule_set_in_flight <> 'keep' and v.number is not null
                        on conflict (program_instance_id, due_at) where status = 'queued' do nothing
                        """)
                .params(Cuid.next(), Timestamp.from(now), Timestamp.from(now), programInstanceId, workspaceId())
                .update();
        if (queued > 0) {
            jobs.enqueue(ReevaluationJob.KIND);
        }
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void on(CriteriaChanged changed) {
        ProgramInstance instance = instances.instance(changed.programInstanceId());
        if (instance.archivedAt().isPresent()) {
            return;
        }
        RuleSetRef rules = ruleSets.inForce(instance.rules(), changed.at());
        enqueue(instance.getId(), rules, instance.rules().inFlight(), "instance-changed", changed.at(), changed.at());
        Instant from = instance.rules().from();
        if (from != null && from.isAfter(changed.at())) {
            enqueue(instance.getId(), rules, instance.rules().inFlight(), "instance-changed", from, changed.at());
        }
    }

    /** Updates a queued re-evaluation to the newer version, or inserts one. */
    private void enqueue(String instance, RuleSetRef rules, InFlight inFlight, String cause, Instant due, Instant now) {
        if (inFlight == InFlight.KEEP) {
            return;
        }
        jdbc.sql("""
                        insert into reevaluation (id, workspace_id, program_instance_id, rule_set_slug,
                            rule_set_version, in_flight, cause, status, due_at, created_at)
                        values (?, ?, ?, ?, ?, ?, ?, 'queued', ?, ?)
                        on conflict (program_instance_id, due_at) where status = 'queued'
                        do update set rule_set_slug = excluded.rule_set_slug,
                            rule_set_version = excluded.rule_set_version, in_flight = excluded.in_flight
                        """)
                .params(
                        Cuid.next(),
                        workspaceId(),
                        instance,
                        rules.slug(),
                        rules.version(),
                        inFlight.wire(),
                        cause,
                        Timestamp.from(due),
                        Timestamp.from(now))
                .update();
        jobs.enqueue(ReevaluationJob.KIND, due);
    }

    @Transactional(readOnly = true)
    public Reevaluation reevaluation(String slug, String id) {
        ruleSets.ruleSet(slug);
        return jdbc.sql("select * from reevaluation where workspace_id = ? and rule_set_slug = ? and id = ?")
                .params(workspaceId(), slug, id)
                .query((row, n) -> of(row))
                .optional()
                .orElseThrow(() -> new NotFound("reevaluation"));
    }

    /** Oldest first, by key or by page number. */
    @Transactional(readOnly = true)
    public Page<Reevaluation> list(String slug, ListQuery query) {
        ruleSets.ruleSet(slug);
        boolean keyed = query.after() != null;
        List<Reevaluation> found = jdbc.sql("""
                        select * from reevaluation where workspace_id = ? and rule_set_slug = ? and id > ?
                        order by id limit ? offset ?
                        """)
                .params(
                        workspaceId(),
                        slug,
                        keyed ? query.after() : "",
                        query.perPage(),
                        keyed ? 0 : query.page() * query.perPage())
                .query((row, n) -> of(row))
                .list();
        if (keyed) {
            return Page.keyed(found, query.perPage(), Reevaluation::id, Function.identity());
        }
        long total = jdbc.sql("select count(*) from reevaluation where workspace_id = ? and rule_set_slug = ?")
                .params(workspaceId(), slug)
                .query(Long.class)
                .single();
        int pages = (int) ((total + query.perPage() - 1) / query.perPage());
        return new Page<>(found, query.page(), query.perPage(), total, pages, null);
    }

    static Reevaluation of(ResultSet row) throws SQLException {
        return new Reevaluation(
                row.getString("id"),
                row.getString("program_instance_id"),
                row.getString("rule_set_slug"),
                row.getInt("rule_set_version"),
                row.getString("in_flight"),
                row.getString("cause"),
                row.getString("status"),
                row.getTimestamp("due_at").toInstant(),
                row.getInt("total"),
                row.getInt("processed"),
                row.getInt("reopened"),
                row.getInt("flagged"),
                row.getInt("unchanged"),
                row.getInt("failed"),
                row.getTimestamp("created_at").toInstant(),
                moment(row, "started_at"),
                moment(row, "finished_at"));
    }

    private static @Nullable Instant moment(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getTimestamp(column))
                .map(Timestamp::toInstant)
                .orElse(null);
    }

    private static String workspaceId() {
        return WorkspaceScope.current().workspaceId();
    }
}
