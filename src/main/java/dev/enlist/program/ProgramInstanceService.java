package dev.enlist.program;

import dev.enlist.shared.Cuid;
import dev.enlist.shared.Slugs;
import dev.enlist.shared.problem.AlreadyExists;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.shared.web.EntityTags;
import dev.enlist.shared.web.ListQuery;
import dev.enlist.shared.web.Page;
import dev.enlist.tenancy.WorkspaceRef;
import dev.enlist.tenancy.WorkspaceScope;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Keeps the program instances of the workspace in scope. */
@Service
public class ProgramInstanceService {

    /** Wire names of the fields that may order a list of instances. */
    public static final Map<String, String> SORTABLE = Map.of(
            "createdAt", "createdAt",
            "updatedAt", "updatedAt",
            "title", "title",
            "startDate", "startDate",
            "endDate", "endDate");

    private final ProgramInstances instances;
    private final ProgramService programs;
    private final RuleDirectory rules;
    private final ExitWorkflows exitWorkflows;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    ProgramInstanceService(
            ProgramInstances instances,
            ProgramService programs,
            RuleDirectory rules,
            ExitWorkflows exitWorkflows,
            JdbcClient jdbc,
            Clock clock,
            ApplicationEventPublisher events) {
        this.instances = instances;
        this.programs = programs;
        this.rules = rules;
        this.exitWorkflows = exitWorkflows;
        this.jdbc = jdbc;
        this.clock = clock;
        this.events = events;
    }

    @Transactional
    public ProgramInstance create(String programSlug, InstanceDetails details) {
        WorkspaceRef workspace = WorkspaceScope.current();
        List<Fault> faults = faults(details);
        Program program = null;
        try {
            program = programs.bySlug(programSlug);
        } catch (NotFound e) {
            faults.add(0, new Fault("/programSlug", "names no program that this organization can see"));
        }
        if (program == null || !faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
        return store(new ProgramInstance(
                workspace.organizationId(),
                program,
                freeSlug(details.title()),
                withRulesUntilThen(details, null),
                workspace.workspaceId(),
                clock.instant()));
    }

    @Transactional(readOnly = true)
    public ProgramInstance instance(String id) {
        return instances.findById(id).orElseThrow(() -> new NotFound("program instance"));
    }

    @Transactional
    public ProgramInstance revise(
            String id, @Nullable String ifMatch, Function<InstanceDetails, InstanceDetails> change) {
        ProgramInstance instance = instance(id);
        EntityTags.check(ifMatch, instance.version());
        InstanceDetails details = change.apply(instance.details());
        List<Fault> faults = faults(details);
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
        instance.revise(
                withRulesUntilThen(details, instance.rules()),
                WorkspaceScope.current().workspaceId(),
                clock.instant());
        return store(instance);
    }

    @Transactional
    public void archive(String id, @Nullable String ifMatch) {
        ProgramInstance instance = instance(id);
        EntityTags.check(ifMatch, instance.version());
        instance.archive(WorkspaceScope.current().workspaceId(), clock.instant());
        store(instance);
    }

    /** @param programSlug instances of this program only, or null for all */
    @Transactional(readOnly = true)
    public <T> Page<T> list(
            ListQuery query,
            @Nullable String programSlug,
            @Nullable Boolean active,
            Function<ProgramInstance, T> shape) {
        Specification<ProgramInstance> filter = (root, criteria, builder) -> builder.and(
                programSlug == null
                        ? builder.conjunction()
                        : builder.equal(root.get("program").get("slug"), programSlug),
                active == null ? builder.conjunction() : builder.equal(root.get("active"), active));
        return query.fetch(instances, filter, ProgramInstance::getId, shape);
    }

    /**
     * The instances of a program in every workspace of every organization, with the moment each now ends. Row security
     * shows one workspace at a time, so a function in the database goes through all of them.
     */
    @Transactional(readOnly = true)
    public List<InstanceEnd> endsOfProgram(String programId) {
        return jdbc.sql("select id, workspace_id, organization_id, ends_at from ends_of_program(?)")
                .param(programId)
                .query((row, n) -> new InstanceEnd(
                        row.getString("id"),
                        new WorkspaceRef(row.getString("workspace_id"), row.getString("organization_id")),
                        Optional.ofNullable(row.getTimestamp("ends_at")).map(Timestamp::toInstant)))
                .list();
    }

    /** When an instance ends; empty for one that is open-ended. */
    public record InstanceEnd(String programInstanceId, WorkspaceRef workspace, Optional<Instant> endsAt) {}

    /** Rules that apply from a later moment on leave those in force until then that were so before. */
    private InstanceDetails withRulesUntilThen(InstanceDetails details, @Nullable RulePolicy before) {
        RulePolicy wanted = details.rules();
        if (wanted.from() == null || wanted.version() != null) {
            return details.with(wanted.until(null));
        }
        boolean unchanged = before != null
                && before.slug().equals(wanted.slug())
                && wanted.from().equals(before.from());
        return details.with(wanted.until(unchanged ? before.before() : rules.latest(wanted.slug())));
    }

    private List<Fault> faults(InstanceDetails details) {
        List<Fault> faults = new ArrayList<>();
        if (details.startDate() != null
                && details.endDate() != null
                && !details.startDate().isBefore(details.endDate())) {
            faults.add(new Fault("/endDate", "must be after the start date"));
        }
        String exitProcess = InstanceConfig.exitProcess(details.config());
        if (!exitWorkflows.isDeployed(exitProcess)) {
            faults.add(new Fault("/config/exit/process", "names no exit workflow that is deployed"));
        }
        RulePolicy policy = details.rules();
        if (!rules.isPublished(policy.slug(), null)) {
            faults.add(new Fault("/ruleSet/slug", "names no rule set of this workspace with a published version"));
        } else if (!rules.isPublished(policy.slug(), policy.version())) {
            faults.add(new Fault("/ruleSet/version", "has not been published"));
        }
        return faults;
    }

    /** The words of the title, made unique by the end of an id where another instance has them already. */
    private String freeSlug(String title) {
        String slug = Slugs.of(title);
        return instances.existsBySlug(slug) ? slug + "-" + Cuid.next().substring(17) : slug;
    }

    private ProgramInstance store(ProgramInstance instance) {
        try {
            ProgramInstance stored = instances.saveAndFlush(instance);
            instance.drainEvents().forEach(events::publishEvent);
            return stored;
        } catch (DataIntegrityViolationException e) {
            throw new AlreadyExists("program instance", "slug", instance.slug());
        }
    }
}
