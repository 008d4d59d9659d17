package dev.enlist.workflow;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.enlist.database.DeploymentLock;
import dev.enlist.shared.Actor;
import dev.enlist.shared.EntityTags;
import dev.enlist.shared.access.SamePerson;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.problem.AlreadyExists;
import dev.enlist.shared.problem.Conflict;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.shared.xml.UnreadableXml;
import dev.enlist.shared.xml.XmlDecoder;
import dev.enlist.tenancy.WorkspaceScope;
import dev.enlist.workflow.model.StepKind;
import dev.enlist.workflow.model.WorkflowCompiler;
import dev.enlist.workflow.model.WorkflowContext;
import dev.enlist.workflow.model.WorkflowDiff;
import dev.enlist.workflow.model.WorkflowElement;
import dev.enlist.workflow.model.WorkflowFinding;
import dev.enlist.workflow.model.WorkflowKind;
import dev.enlist.workflow.model.WorkflowModel;
import dev.enlist.workflow.model.WorkflowParser;
import dev.enlist.workflow.model.WorkflowValidator;
import java.nio.charset.Charset;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** Manages the workflows of the workspace in scope, from draft to published version, and shows the shipped ones beside them. */
@Service
public class WorkflowService {

    /** Most workflows of a workspace. */
    public static final int MOST = 500;

    /** Findings that keep even an unfinished draft from being saved: it is no workflow, or would run code. */
    private static final Set<String> REFUSED_AT_ONCE =
            Set.of("unreadable", "not-bpmn", "too-large", "too-many-elements", "one-process", "code");

    private static final int MODELS_KEPT = 500;

    private final WorkflowRepository workflows;
    private final WorkflowVersionRepository versions;
    private final WorkflowContext context;
    private final WorkflowDeployer deployer;
    private final DeploymentLock deployments;
    private final TransactionTemplate transactions;
    private final SamePerson persons;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    /** Models of published versions by workspace, slug and number; only committed versions are asked for when a step runs. */
    private final Cache<String, WorkflowModel> models =
            Caffeine.newBuilder().maximumSize(MODELS_KEPT).build();

    WorkflowService(
            WorkflowRepository workflows,
            WorkflowVersionRepository versions,
            WorkflowContext context,
            WorkflowDeployer deployer,
            DeploymentLock deployments,
            PlatformTransactionManager transactions,
            SamePerson persons,
            Clock clock,
            ApplicationEventPublisher events) {
        this.workflows = workflows;
        this.versions = versions;
        this.context = context;
        this.deployer = deployer;
        this.deployments = deployments;
        this.transactions = new TransactionTemplate(transactions);
        this.persons = persons;
        this.clock = clock;
        this.events = events;
    }

    /**
     * Creates a workflow whose draft is a copy.
     *
     * @param kind   null for the kind of the workflow that is copied, or a review
     * @param copyOf slug of a workflow, shipped or own; null for the simplest shipped one of the kind
     * @throws AlreadyExists where the slug is taken, also by a shipped workflow
     */
    @Transactional
    public Workflow create(String slug, String name, @Nullable WorkflowKind kind, @Nullable String copyOf, Actor by) {
        if (ShippedWorkflow.isShipped(slug)) {
            throw new AlreadyExists("workflow", "slug", slug);
        }
        if (workflows.count() >= MOST) {
            throw new Conflict(
                    "too-many-workflows", "The workspace has " + MOST + " workflows. Delete one that is not used.");
        }
        WorkflowInfo source = copyOf == null
                ? WorkflowInfo.of(ShippedWorkflow.first(kind == null ? WorkflowKind.REVIEW : kind))
                : source(copyOf);
        if (kind != null && source.kind() != kind) {
            throw new InvalidInput(
                    "/copyOf", "is a workflow of the kind " + source.kind().wire());
        }
        return store(new Workflow(slug, name, source.kind(), source.draft(), by, workspaceId(), clock.instant()));
    }

    private WorkflowInfo source(String slug) {
        try {
            return workflow(slug);
        } catch (NotFound e) {
            throw new InvalidInput("/copyOf", "names no workflow of this workspace");
        }
    }

    /** Changes the name and whether publication needs two persons. Null leaves a value unchanged. */
    @Transactional
    public Workflow revise(
            String slug, @Nullable String ifMatch, @Nullable String name, @Nullable Boolean twoPersonPublication) {
        Workflow workflow = locked(slug, ifMatch);
        workflow.revise(
                name == null ? workflow.name() : name,
                twoPersonPublication == null ? workflow.twoPersonPublication() : twoPersonPublication,
                workspaceId(),
                clock.instant());
        return store(workflow);
    }

    /**
     * Deletes a workflow that was never published.
     *
     * @throws Conflict {@code workflow-published} where a version exists, which enrollments may have run
     */
    @Transactional
    public void delete(String slug, @Nullable String ifMatch) {
        Workflow workflow = locked(slug, ifMatch);
        if (versions.latest(slug).isPresent()) {
            throw new Conflict(
                    "workflow-published",
                    "The workflow has published versions, which the history of enrollments refers to. Only a workflow"
                            + " that was never published can be deleted.");
        }
        workflow.delete(workspaceId(), clock.instant());
        workflow.drainEvents().forEach(events::publishEvent);
        workflows.delete(workflow);
        workflows.flush();
    }

    /** An own or a shipped workflow. */
    @Transactional(readOnly = true)
    public WorkflowInfo workflow(String slug) {
        return ShippedWorkflow.find(slug)
                .map(WorkflowInfo::of)
                .orElseGet(() -> WorkflowInfo.of(
                        workflows.findBySlug(slug).orElseThrow(() -> new NotFound("workflow")),
                        versions.latest(slug).orElse(null)));
    }

    /** Own and shipped workflows in the order of their ids. A workspace has few, so that they are read at once. */
    @Transactional(readOnly = true)
    public <T> Page<T> list(ListQuery query, @Nullable WorkflowKind kind, Function<WorkflowInfo, T> shape) {
        List<WorkflowInfo> all = new ArrayList<>();
        ShippedWorkflow.all().forEach(shipped -> all.add(WorkflowInfo.of(shipped)));
        Map<String, Integer> latest = new HashMap<>();
        versions.latestOfAll().forEach(row -> latest.put((String) row[0], (Integer) row[1]));
        workflows.findAll().forEach(own -> all.add(WorkflowInfo.of(own, latest.get(own.getId()))));
        return query.slice(
                all.stream().filter(one -> kind == null || one.kind() == kind).toList(), WorkflowInfo::id, shape);
    }

    /** Decodes an uploaded document. */
    public static String decode(byte[] uploaded, @Nullable Charset announced) {
        if (uploaded.length == 0) {
            throw new InvalidInput("", "The body is empty; send the workflow as BPMN XML.");
        }
        try {
            return XmlDecoder.decode(uploaded, announced);
        } catch (UnreadableXml e) {
            throw new InvalidInput(
                    e.faults().stream().map(fault -> new Fault("", fault)).toList());
        }
    }

    /**
     * Replaces the draft. An unfinished draft may have errors, but a document that is no workflow or would run code is refused.
     *
     * @throws InvalidInput with every reason for the refusal; nothing is changed then
     */
    public Workflow redraft(String slug, @Nullable String ifMatch, String bpmn, Actor by) {
        requireOwn(slug);
        workflow(slug);
        List<WorkflowFinding> refused = WorkflowParser.parse(bpmn).findings().stream()
                .filter(finding -> REFUSED_AT_ONCE.contains(finding.code()))
                .toList();
        if (!refused.isEmpty()) {
            throw new InvalidInput(refused.stream()
                    .map(finding -> new Fault("", finding.sentence()))
                    .toList());
        }
        return transactions.execute(status -> {
            Workflow workflow = locked(slug, ifMatch);
            workflow.redraft(bpmn, by, workspaceId(), clock.instant());
            return store(workflow);
        });
    }

    /** Copies a published version back into the draft. */
    public Workflow restore(String slug, int number, @Nullable String ifMatch, Actor by) {
        return redraft(slug, ifMatch, version(slug, number).bpmn(), by);
    }

    /** All findings of the draft, or of a document in its place. */
    @Transactional(readOnly = true)
    public List<WorkflowFinding> check(String slug, @Nullable String document) {
        WorkflowInfo workflow = workflow(slug);
        return WorkflowValidator.check(document == null ? workflow.draft() : document, workflow.kind(), slug, context);
    }

    /**
     * Publishes the draft as the next version and deploys it to the engine, both or neither, under the deployment lock. Within
     * a transaction the caller must have taken the lock before.
     *
     * @param ifMatch entity tag of the expected draft; null publishes the stored draft
     * @throws WorkflowUnpublishable with every error of the check
     */
    public WorkflowVersion publish(String slug, @Nullable String ifMatch, String note, Actor by) {
        requireOwn(slug);
        return deployments.exclusively(() -> transactions.execute(status -> publishNext(slug, ifMatch, note, by)));
    }

    private WorkflowVersion publishNext(String slug, @Nullable String ifMatch, String note, Actor by) {
        Workflow workflow = locked(slug, ifMatch);
        workflow.requireSecondPerson(by, persons);
        List<WorkflowFinding> errors =
                check(slug, null).stream().filter(WorkflowFinding::isError).toList();
        if (!errors.isEmpty()) {
            throw new WorkflowUnpublishable(errors);
        }
        int number = versions.latest(slug).orElse(0) + 1;
        WorkflowVersion version = versions.save(workflow.publish(number, note, by, workspaceId(), clock.instant()));
        store(workflow);
        WorkflowModel model = WorkflowParser.parse(version.bpmn()).model();
        deployer.deploy(
                workspaceId(),
                new WorkflowRef(slug, number),
                model,
                WorkflowCompiler.compile(model, slug, number, workflow.name(), callees(model)));
        return version;
    }

    private Map<String, WorkflowCompiler.Callee> callees(WorkflowModel model) {
        Map<String, WorkflowCompiler.Callee> callees = new HashMap<>();
        model.of(StepKind.CALL).forEach(call -> {
            String slug = call.property(WorkflowElement.CALLED).orElseThrow();
            int version = context.workflow(
                            slug,
                            call.property(WorkflowElement.CALLED_VERSION)
                                    .map(Integer::valueOf)
                                    .orElse(null))
                    .orElseThrow()
                    .version();
            callees.put(
                    call.id(),
                    new WorkflowCompiler.Callee(slug, version, ShippedWorkflow.isShipped(slug) ? null : workspaceId()));
        });
        return callees;
    }

    /** The published versions, oldest first. */
    @Transactional(readOnly = true)
    public List<WorkflowVersion> versions(String slug) {
        return ShippedWorkflow.find(slug)
                .map(shipped -> List.of(version(shipped)))
                .orElseGet(() -> versions.ofWorkflow(workflows
                        .findBySlug(slug)
                        .orElseThrow(() -> new NotFound("workflow"))
                        .getId()));
    }

    @Transactional(readOnly = true)
    public WorkflowVersion version(String slug, int number) {
        return ShippedWorkflow.find(slug)
                .filter(shipped -> shipped.number() == number)
                .map(WorkflowService::version)
                .or(() -> versions.find(slug, number))
                .orElseThrow(() -> new NotFound("workflow version"));
    }

    private static WorkflowVersion version(ShippedWorkflow shipped) {
        return new WorkflowVersion(
                shipped.id(),
                shipped.number(),
                shipped.bpmn(),
                ShippedWorkflow.NOTE,
                ShippedWorkflow.PUBLISHER,
                ShippedWorkflow.SINCE);
    }

    /** What differs between two versions. */
    @Transactional(readOnly = true)
    public WorkflowDiff diff(String slug, String before, String after) {
        return WorkflowDiff.between(modelOf(document(slug, before)), modelOf(document(slug, after)));
    }

    private String document(String slug, String version) {
        if (version.equals("draft")) {
            return workflow(slug).draft();
        }
        if (!version.matches("[1-9][0-9]{0,8}")) {
            throw new NotFound("workflow version");
        }
        return version(slug, Integer.parseInt(version)).bpmn();
    }

    private static WorkflowModel modelOf(String bpmn) {
        WorkflowModel model = WorkflowParser.parse(bpmn).model();
        return model == null ? new WorkflowModel("", List.of(), List.of(), Map.of()) : model;
    }

    /** The model of a published version. No statement where it was read before. */
    public WorkflowModel model(WorkflowRef workflow) {
        return ShippedWorkflow.find(workflow.slug())
                .map(ShippedWorkflow::model)
                .orElseGet(() -> models.get(
                        workspaceId() + " " + workflow.slug() + " " + workflow.version(),
                        key -> modelOf(
                                version(workflow.slug(), workflow.version()).bpmn())));
    }

    /** The newest published version of a workflow of this kind; empty where there is none. */
    @Transactional(readOnly = true)
    public Optional<WorkflowRef> newest(String slug, WorkflowKind kind) {
        return kindOf(slug)
                .filter(kind::equals)
                .flatMap(same ->
                        ShippedWorkflow.find(slug).map(ShippedWorkflow::number).or(() -> versions.latest(slug)))
                .map(number -> new WorkflowRef(slug, number));
    }

    /** Whether a workflow of this kind has the version. */
    @Transactional(readOnly = true)
    public boolean isPublished(String slug, int version, WorkflowKind kind) {
        return kindOf(slug).filter(kind::equals).isPresent()
                && ShippedWorkflow.find(slug)
                        .map(shipped -> shipped.number() == version)
                        .orElseGet(() -> versions.find(slug, version).isPresent());
    }

    private Optional<WorkflowKind> kindOf(String slug) {
        return ShippedWorkflow.find(slug)
                .map(ShippedWorkflow::kind)
                .or(() -> workflows.findBySlug(slug).map(Workflow::kind));
    }

    private Workflow locked(String slug, @Nullable String ifMatch) {
        requireOwn(slug);
        Workflow workflow = workflows.lockBySlug(slug).orElseThrow(() -> new NotFound("workflow"));
        EntityTags.check(ifMatch, workflow.version());
        return workflow;
    }

    private static void requireOwn(String slug) {
        if (ShippedWorkflow.isShipped(slug)) {
            throw new Conflict(
                    "shipped-workflow",
                    "The workflow " + slug + " is part of the product and cannot be changed. Create your own with"
                            + " copyOf \"" + slug + "\".");
        }
    }

    private static String workspaceId() {
        return WorkspaceScope.current().workspaceId();
    }

    private Workflow store(Workflow workflow) {
        try {
            Workflow stored = workflows.saveAndFlush(workflow);
            workflow.drainEvents().forEach(events::publishEvent);
            return stored;
        } catch (DataIntegrityViolationException e) {
            throw new AlreadyExists("workflow", "slug", workflow.slug());
        }
    }
}
