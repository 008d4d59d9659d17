package dev.enlist.eligibility;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.enlist.database.DeploymentLock;
import dev.enlist.eligibility.document.DmnDraft;
import dev.enlist.eligibility.engine.RulesEngine;
import dev.enlist.program.InFlight;
import dev.enlist.program.RuleDirectory;
import dev.enlist.program.RulePolicy;
import dev.enlist.shared.Actor;
import dev.enlist.shared.EntityTags;
import dev.enlist.shared.access.SamePerson;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.problem.AlreadyExists;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.shared.xml.UnreadableXml;
import dev.enlist.tenancy.WorkspaceScope;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** Manages the rule sets of the workspace in scope, from draft to published version. */
@Service
public class RuleSetService implements RuleDirectory {

    /** Characters of the cached tables: 500 of typical size, or one of the largest. */
    private static final long CHARACTERS_KEPT = 16_000_000;

    private static final int SMALLEST_WEIGHT = 32_000;

    /** Wire names of the fields that may order a list of rule sets. */
    public static final Map<String, String> SORTABLE =
            Map.of("createdAt", "createdAt", "updatedAt", "updatedAt", "slug", "slug", "name", "name");

    /**
     * Findings that keep even an unfinished draft from being saved: the document could run code, or could not be
     * displayed.
     */
    private static final Set<String> REFUSED_AT_ONCE = Set.of(
            "unreadable",
            "not-feel",
            "external-function",
            "one-decision",
            "no-table",
            "cell-count",
            "too-many-rows",
            "too-many-tables");

    private final RuleSetRepository ruleSets;
    private final RuleSetVersionRepository versions;
    private final EffectiveVersionQuery inForce;
    private final DmnValidator check;
    private final RuleDeployment deployment;
    private final DeploymentLock deployments;
    private final RulesEngine engine;
    private final List<PublicationValidator> guards;
    private final TransactionTemplate transactions;
    private final SamePerson persons;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    /** Tables of published versions by version id. */
    private final Cache<String, String> published = Caffeine.newBuilder()
            .maximumWeight(CHARACTERS_KEPT)
            .weigher((String id, String dmn) -> Math.max(dmn.length(), SMALLEST_WEIGHT))
            .build();

    /** Inputs that published versions read as true or false, by version id. */
    private final Cache<String, Set<String>> booleans =
            Caffeine.newBuilder().maximumSize(1000).build();

    private final BooleanInputs booleanInputs = new BooleanInputs();
    private final InputUsageReader inputUsage = new InputUsageReader();

    RuleSetService(
            RuleSetRepository ruleSets,
            RuleSetVersionRepository versions,
            EffectiveVersionQuery inForce,
            DmnValidator check,
            RuleDeployment deployment,
            DeploymentLock deployments,
            RulesEngine engine,
            List<PublicationValidator> guards,
            PlatformTransactionManager transactions,
            SamePerson persons,
            Clock clock,
            ApplicationEventPublisher events) {
        this.ruleSets = ruleSets;
        this.versions = versions;
        this.inForce = inForce;
        this.check = check;
        this.deployment = deployment;
        this.deployments = deployments;
        this.engine = engine;
        this.guards = guards;
        this.transactions = new TransactionTemplate(transactions);
        this.persons = persons;
        this.clock = clock;
        this.events = events;
    }

    /** Creates a rule set with this document as its draft. */
    @Transactional
    public RuleSet create(String slug, String name, String draft) {
        return store(new RuleSet(slug, name, draft, workspaceId(), clock.instant()));
    }

    /** Creates a rule set and records the author of the draft. */
    @Transactional
    public RuleSet create(String slug, String name, String draft, Actor by) {
        RuleSet ruleSet = new RuleSet(slug, name, draft, workspaceId(), clock.instant());
        ruleSet.wroteDraft(by);
        return store(ruleSet);
    }

    /** Changes the name and whether publication needs two persons. Null leaves a value unchanged. */
    @Transactional
    public RuleSet revise(
            String slug, @Nullable String ifMatch, @Nullable String name, @Nullable Boolean twoPersonPublication) {
        RuleSet ruleSet = ruleSets.lockBySlug(slug).orElseThrow(() -> new NotFound("rule set"));
        EntityTags.check(ifMatch, ruleSet.version());
        ruleSet.revise(
                name == null ? ruleSet.name() : name,
                twoPersonPublication == null ? ruleSet.twoPersonPublication() : twoPersonPublication,
                workspaceId(),
                clock.instant());
        return store(ruleSet);
    }

    @Transactional(readOnly = true)
    public RuleSet ruleSet(String slug) {
        return ruleSets.findBySlug(slug).orElseThrow(() -> new NotFound("rule set"));
    }

    @Transactional(readOnly = true)
    public <T> Page<T> list(ListQuery query, Function<RuleSet, T> shape) {
        return query.fetch(ruleSets, Specification.unrestricted(), RuleSet::getId, shape);
    }

    /**
     * Replaces the draft. An unfinished draft may have errors, but a document that could run code, or could not be
     * displayed for correction, is refused. The document is checked before the rule set is locked.
     *
     * @throws InvalidInput with every reason for the refusal; nothing is changed then
     */
    public RuleSet redraft(String slug, @Nullable String ifMatch, DmnDraft draft, Actor by) {
        List<Finding> refused = check.check(draft.xml()).stream()
                .filter(finding -> REFUSED_AT_ONCE.contains(finding.code()))
                .toList();
        if (!refused.isEmpty()) {
            throw new InvalidInput(refused.stream()
                    .map(finding -> new Fault("", finding.sentence()))
                    .toList());
        }
        return transactions.execute(status -> {
            RuleSet ruleSet = ruleSets.lockBySlug(slug).orElseThrow(() -> new NotFound("rule set"));
            EntityTags.check(ifMatch, ruleSet.version());
            ruleSet.redraft(draft.xml(), by, workspaceId(), clock.instant());
            return store(ruleSet);
        });
    }

    /** Copies a published version back into the draft. */
    public RuleSet restore(String slug, int number, @Nullable String ifMatch, Actor by) {
        try {
            return redraft(slug, ifMatch, DmnDraft.of(version(slug, number).dmn()), by);
        } catch (UnreadableXml e) {
            // published before such documents were refused
            throw new InvalidInput(
                    e.faults().stream().map(fault -> new Fault("", fault)).toList());
        }
    }

    /** The errors that prevent any evaluation of the draft; empty where it can be evaluated. */
    @Transactional(readOnly = true)
    public List<Finding> draftErrors(String slug) {
        return check.check(ruleSet(slug).draft()).stream()
                .filter(Finding::isError)
                .toList();
    }

    /** Publishes the draft. The setting of each instance determines the effect on enrollments in progress. */
    public RuleSetVersion publish(String slug, String note, Actor by) {
        return publish(slug, null, note, null, by);
    }

    /**
     * Publishes the draft as the next version and deploys it to the engine, both or neither, under the deployment lock.
     * Within a transaction the caller must have taken the lock before.
     *
     * @param ifMatch  entity tag of the expected draft; null publishes the stored draft
     * @param inFlight effect on enrollments in progress, overriding the setting of each instance
     * @throws dev.enlist.shared.problem.Unavailable where another node holds the deployment lock too long
     */
    public RuleSetVersion publish(
            String slug, @Nullable String ifMatch, String note, @Nullable InFlight inFlight, Actor by) {
        return deployments.exclusively(
                () -> transactions.execute(status -> publishNext(slug, ifMatch, note, inFlight, by)));
    }

    private RuleSetVersion publishNext(
            String slug, @Nullable String ifMatch, String note, @Nullable InFlight inFlight, Actor by) {
        RuleSet ruleSet = ruleSets.lockBySlug(slug).orElseThrow(() -> new NotFound("rule set"));
        EntityTags.check(ifMatch, ruleSet.version());
        ruleSet.requireSecondPerson(by, persons);
        List<Finding> errors =
                check.check(ruleSet.draft()).stream().filter(Finding::isError).toList();
        if (!errors.isEmpty()) {
            throw new RulesUnpublishable(errors);
        }
        guards.forEach(guard -> guard.admit(ruleSet));
        int number = inForce.latest(slug).orElse(0) + 1;
        RuleSetVersion version = versions.save(ruleSet.publish(number, note, by, workspaceId(), clock.instant()));
        deployment.deploy(workspaceId(), slug, version);
        store(ruleSet);
        events.publishEvent(new RuleSetPublished(new RuleSetRef(slug, number), inFlight, version.publishedAt()));
        return version;
    }

    @Transactional(readOnly = true)
    public List<RuleSetVersion> versions(String slug) {
        return versions.ofRuleSet(ruleSet(slug).getId());
    }

    @Transactional(readOnly = true)
    public RuleSetVersion version(String slug, int number) {
        return versions.find(slug, number).orElseThrow(() -> new NotFound("rule set version"));
    }

    /** The version that a version policy selects now. */
    @Transactional(readOnly = true)
    public RuleSetRef inForce(RulePolicy policy, Instant now) {
        if (policy.version() != null) {
            return new RuleSetRef(policy.slug(), policy.version());
        }
        if (policy.before() != null && policy.from() != null && now.isBefore(policy.from())) {
            return new RuleSetRef(policy.slug(), policy.before());
        }
        return new RuleSetRef(
                policy.slug(), inForce.latest(policy.slug()).orElseThrow(() -> new NotFound("rule set version")));
    }

    /** Evaluates a published version on these inputs; stores nothing. */
    @Transactional(readOnly = true)
    public Decision evaluate(RuleSetRef rules, Map<String, @Nullable Object> inputs) {
        return engine.evaluate(version(rules.slug(), rules.version()).dmn(), inputs);
    }

    /**
     * Evaluates the draft on these inputs; stores nothing.
     *
     * @throws RulesUnpublishable where the draft cannot be evaluated at all
     * @throws RulesFailed where it cannot be evaluated on these inputs
     */
    @Transactional(readOnly = true)
    public Decision evaluateDraft(String slug, Map<String, @Nullable Object> inputs) {
        List<Finding> errors = draftErrors(slug);
        if (!errors.isEmpty()) {
            throw new RulesUnpublishable(errors);
        }
        return engine.evaluate(ruleSet(slug).draft(), inputs);
    }

    /** Prepares a version for evaluation on many inputs. Reads the version once. */
    @Transactional(readOnly = true)
    public Function<Map<String, @Nullable Object>, Decision> evaluator(RuleSetRef rules) {
        String dmn = dmn(rules, idOf(rules));
        return inputs -> engine.evaluate(dmn, inputs);
    }

    /** The metadata that a published version reads as true or false, as paths with dots: {@code metadata.homeowner}. */
    @Transactional(readOnly = true)
    public Set<String> booleanMetadata(RuleSetRef rules) {
        String id = idOf(rules);
        return booleans.get(id, unknown -> booleanInputs.of(engine.parse(dmn(rules, id))));
    }

    /**
     * The inputs of the applicant that a published version reads, as paths with dots; true where it asks for one in a
     * program with these values.
     *
     * @param program inputs that program and instance determine, by name
     */
    @Transactional(readOnly = true)
    public Map<String, Boolean> inputsOfApplicant(RuleSetRef rules, Map<String, @Nullable Object> program) {
        return inputUsage.of(engine.parse(dmn(rules, idOf(rules))), program);
    }

    /** Caches by id and not by number: a publication that was rolled back leaves its number to the next one. */
    private String dmn(RuleSetRef rules, String id) {
        return published.get(
                id, unknown -> version(rules.slug(), rules.version()).dmn());
    }

    private String idOf(RuleSetRef rules) {
        return inForce.idOf(rules.slug(), rules.version()).orElseThrow(() -> new NotFound("rule set version"));
    }

    @Override
    @Transactional(readOnly = true)
    public boolean isPublished(String slug, @Nullable Integer version) {
        return version == null
                ? inForce.latest(slug).isPresent()
                : versions.find(slug, version).isPresent();
    }

    @Override
    @Transactional(readOnly = true)
    public @Nullable Integer latest(String slug) {
        return inForce.latest(slug).orElse(null);
    }

    private static String workspaceId() {
        return WorkspaceScope.current().workspaceId();
    }

    private RuleSet store(RuleSet ruleSet) {
        try {
            RuleSet stored = ruleSets.saveAndFlush(ruleSet);
            ruleSet.drainEvents().forEach(events::publishEvent);
            return stored;
        } catch (DataIntegrityViolationException e) {
            throw new AlreadyExists("rule set", "slug", ruleSet.slug());
        }
    }
}
