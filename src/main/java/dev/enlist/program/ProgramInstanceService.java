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
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.data.jpa.domain.Specification;
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
    private final Clock clock;
    private final ApplicationEventPublisher events;

    ProgramInstanceService(
            ProgramInstances instances,
            ProgramService programs,
            RuleDirectory rules,
            Clock clock,
            ApplicationEventPublisher events) {
        this.instances = instances;
        this.programs = programs;
        this.rules = rules;
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

    /** The instances, in this workspace, of a program. */
    @Transactional(readOnly = true)
    public List<ProgramInstance> ofProgram(String programId) {
        return instances.findByProgramId(programId);
    }

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
