package dev.enlist.program;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.form.FormVersion;
import dev.enlist.shared.Actor;
import dev.enlist.shared.EntityTags;
import dev.enlist.shared.access.AccessGate;
import dev.enlist.shared.access.InstanceLimit;
import dev.enlist.shared.json.StrictJson;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.template.ConfigLayer;
import dev.enlist.template.ConfigLayers;
import dev.enlist.template.RuleSetDefault;
import dev.enlist.template.TemplateRef;
import dev.enlist.template.TemplateVersion;
import dev.enlist.template.VersionContent;
import dev.enlist.tenancy.WorkspaceRef;
import dev.enlist.tenancy.WorkspaceScope;
import jakarta.persistence.EntityManager;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
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

    private static final Actor ENLIST = Actor.process("enlist", "Enlist");

    private final ProgramInstanceRepository instances;
    private final EntityManager entities;
    private final ProgramService programs;
    private final InstanceStore store;
    private final ConfigurationResolver configurations;
    private final InstanceCapacity capacity;
    private final StrictJson json;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final AccessGate gate;

    ProgramInstanceService(
            ProgramInstanceRepository instances,
            EntityManager entities,
            ProgramService programs,
            InstanceStore store,
            ConfigurationResolver configurations,
            InstanceCapacity capacity,
            StrictJson json,
            JdbcClient jdbc,
            Clock clock,
            AccessGate gate) {
        this.gate = gate;
        this.instances = instances;
        this.entities = entities;
        this.programs = programs;
        this.store = store;
        this.configurations = configurations;
        this.capacity = capacity;
        this.json = json;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** An instance without a template, made by the product itself. */
    @Transactional
    public ProgramInstance create(String programSlug, InstanceDetails details) {
        ObjectNode config = (ObjectNode) json.write(details.config());
        return create(new NewInstance(programSlug, null, List.of(), config, details.rules(), null, details), ENLIST);
    }

    @Transactional
    public ProgramInstance create(NewInstance wanted, Actor by) {
        return create(wanted, null, by);
    }

    /** @param cohort which of a campaign it is, or null for none */
    @Transactional
    public ProgramInstance create(NewInstance wanted, @Nullable Cohort cohort, Actor by) {
        Instant now = clock.instant();
        List<Fault> faults = new ArrayList<>();
        Program program = visible(wanted.programSlug(), faults);
        TemplateVersion template =
                wanted.template() == null ? null : configurations.usable(wanted.template(), "/templateVersion", faults);
        ConfigLayers layers = configurations.layers(
                template, wanted.between(), wanted.details().title(), wanted.config(), new ConfigLayer.Stamp(by, now));
        InstanceDetails details = beginning(wanted, template);
        faults.addAll(store.faults(details, null));
        if (template != null) {
            lockedForm(template, template.content().formConfig(), details, faults);
        }
        if (template != null || wanted.template() == null) {
            faults.addAll(configurations.faults(layers, template));
        }
        if (program == null || !faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
        ProgramInstance instance = store.make(program, wanted.slug(), details, null, layers, now);
        if (template != null) {
            instance.standOn(template);
        }
        if (cohort != null) {
            instance.belongTo(cohort);
        }
        instance.beginWith(wanted.waitlist());
        ProgramInstance stored = store.store(instance);
        store.publishFirst(stored, by);
        if (wanted.capacity() != null) {
            capacity.begin(stored, wanted.capacity());
        }
        return stored;
    }

    /** What a new instance begins with: what is wanted, then what the template says, then the default. */
    private static InstanceDetails beginning(NewInstance wanted, @Nullable TemplateVersion template) {
        InstanceDetails details = wanted.details();
        if (template == null) {
            return details.with(wanted.rules() == null ? RulePolicy.DEFAULT : wanted.rules());
        }
        VersionContent content = template.content();
        RuleSetDefault ruleSet = content.ruleSet();
        RulePolicy rules = ruleSet == null
                ? RulePolicy.DEFAULT
                : new RulePolicy(ruleSet.slug(), ruleSet.version(), null, null, InFlight.KEEP);
        return details.with(wanted.rules() == null ? rules : wanted.rules())
                .orElse(content.formConfig(), content.notifications());
    }

    private @Nullable Program visible(String slug, List<Fault> faults) {
        try {
            Program program = programs.bySlug(slug);
            if (program.isVisibleTo(WorkspaceScope.current().organizationId())) {
                if (program.archivedAt().isPresent()) {
                    faults.add(new Fault("/programSlug", "names a program that is archived; unarchive it first"));
                }
                return program;
            }
        } catch (NotFound e) {
            // said below, as of a program that was made private
        }
        faults.add(new Fault("/programSlug", "names no program that this organization can see"));
        return null;
    }

    /** What would be wrong with a configuration, for a caller whose request cannot be read as a whole. */
    @Transactional(readOnly = true)
    public List<Fault> configFaults(@Nullable TemplateRef ref, JsonNode config) {
        List<Fault> faults = new ArrayList<>();
        TemplateVersion template = ref == null ? null : configurations.usable(ref, "/templateVersion", faults);
        if (faults.isEmpty() && config instanceof ObjectNode said) {
            ConfigLayer.Stamp by = new ConfigLayer.Stamp(ENLIST, clock.instant());
            faults.addAll(configurations.faults(configurations.layers(template, List.of(), "", said, by), template));
        }
        return faults;
    }

    /** What would be wrong with the layer of a campaign on this template version, with pointers into the campaign. */
    @Transactional(readOnly = true)
    public List<Fault> configFaults(TemplateVersion template, ConfigLayer campaign) {
        return configurations.faults(new ConfigLayers(List.of(template.layer(), campaign)), template);
    }

    @Transactional(readOnly = true)
    public ProgramInstance instance(String id) {
        return store.instance(id);
    }

    /**
     * Those of these instances that are there, by id, with their programs. Two statements at most, however many. A query
     * would be translated again at each call, because the length of its list varies.
     */
    @Transactional(readOnly = true)
    public Map<String, ProgramInstance> byIds(Collection<String> ids) {
        return entities
                .unwrap(Session.class)
                .byMultipleIds(ProgramInstance.class)
                .enableSessionCheck(true)
                .multiLoad(List.copyOf(ids))
                .stream()
                .filter(Objects::nonNull)
                .collect(Collectors.toMap(ProgramInstance::getId, Function.identity()));
    }

    /**
     * @param configPatch merge patch of the configuration; missing for none
     * @param change      of everything else
     */
    @Transactional
    public ProgramInstance revise(
            String id,
            @Nullable String ifMatch,
            JsonNode configPatch,
            UnaryOperator<InstanceDetails> change,
            Actor by) {
        ProgramInstance instance = instance(id);
        EntityTags.check(ifMatch, instance.version());
        List<Fault> faults = new ArrayList<>();
        ConfigLayer.Stamp stamp = new ConfigLayer.Stamp(by, clock.instant());
        ConfigLayers layers = configurations.patched(instance.configLayers(), configPatch, stamp, faults);
        faults.addAll(configurations.faults(layers, configurations.of(instance)));
        InstanceDetails details = changed(instance, change, faults);
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
        ProgramInstance kept = store.keep(instance, details, layers, stamp.at());
        store.publishFirst(kept, by);
        return kept;
    }

    /**
     * Publishes the form of an instance as a version; one that is published already makes none. The instance is locked,
     * so that two publications get two numbers.
     *
     * @param note what is new, for people; null for none
     * @throws InvalidInput where the form cannot be published, naming every fault
     */
    @Transactional
    public FormVersion publishForm(String id, @Nullable String ifMatch, @Nullable String note, Actor by) {
        ProgramInstance instance = instances.lockById(id).orElseThrow(() -> new NotFound("program instance"));
        EntityTags.check(ifMatch, instance.version());
        instance.requireOpen();
        return store.publishForm(instance, note, by);
    }

    private static void lockedForm(
            TemplateVersion template, @Nullable Map<String, Object> kept, InstanceDetails details, List<Fault> faults) {
        if (template.content().locksForm() && !Objects.equals(kept, details.formConfig())) {
            faults.add(new Fault(
                    VersionContent.FORM_LOCK,
                    "is locked by template " + template.ref() + "; the instance cannot change the form"));
        }
    }

    /** What the change makes of an instance; what is wrong with it joins the faults found so far. */
    private InstanceDetails changed(
            ProgramInstance instance, UnaryOperator<InstanceDetails> change, List<Fault> faults) {
        try {
            InstanceDetails details = change.apply(instance.details());
            faults.addAll(store.faults(details, instance));
            TemplateVersion template = configurations.of(instance);
            if (template != null) {
                lockedForm(template, instance.details().formConfig(), details, faults);
            }
            return details;
        } catch (InvalidInput e) {
            e.faults().stream()
                    .filter(fault ->
                            faults.stream().noneMatch(known -> known.pointer().equals(fault.pointer())))
                    .toList()
                    .forEach(faults::add);
            return instance.details();
        }
    }

    @Transactional
    public void archive(String id, @Nullable String ifMatch) {
        ProgramInstance instance = instance(id);
        EntityTags.check(ifMatch, instance.version());
        instance.archive(WorkspaceScope.current().workspaceId(), clock.instant());
        store.store(instance);
    }

    /** Takes back {@link #archive}; the instance stays inactive until it is activated. */
    @Transactional
    public ProgramInstance unarchive(String id, @Nullable String ifMatch) {
        ProgramInstance instance = instance(id);
        EntityTags.check(ifMatch, instance.version());
        instance.unarchive(WorkspaceScope.current().workspaceId(), clock.instant());
        return store.store(instance);
    }

    /**
     * @param programSlug instances of this program only, or null for all
     * @param archived    true for archived instances, false for the others, null for all
     */
    @Transactional(readOnly = true)
    public <T> Page<T> list(
            ListQuery query,
            @Nullable String programSlug,
            @Nullable Boolean active,
            @Nullable Boolean archived,
            Function<ProgramInstance, T> shape) {
        InstanceLimit limit = gate.limit();
        Specification<ProgramInstance> filter = (root, criteria, builder) -> builder.and(
                limit.isLimited() ? root.get("id").in(limit.programInstanceIds()) : builder.conjunction(),
                programSlug == null
                        ? builder.conjunction()
                        : builder.equal(root.get("program").get("slug"), programSlug),
                active == null ? builder.conjunction() : builder.equal(root.get("active"), active),
                archived == null
                        ? builder.conjunction()
                        : archived
                                ? builder.isNotNull(root.get("archivedAt"))
                                : builder.isNull(root.get("archivedAt")));
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
}
