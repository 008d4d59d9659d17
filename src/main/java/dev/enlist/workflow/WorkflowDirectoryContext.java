package dev.enlist.workflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.enlist.eligibility.RuleInput;
import dev.enlist.eligibility.RuleSetService;
import dev.enlist.form.FieldType;
import dev.enlist.form.FormConditions;
import dev.enlist.form.FormDefinition;
import dev.enlist.form.FormDefinitionParser;
import dev.enlist.form.FormDefinitionValidator;
import dev.enlist.form.FormField;
import dev.enlist.notifications.WorkflowMailService;
import dev.enlist.shared.problem.Fault;
import dev.enlist.tenancy.Role;
import dev.enlist.tenancy.WorkspaceScope;
import dev.enlist.workflow.model.WorkflowContext;
import dev.enlist.workflow.model.WorkflowKind;
import dev.enlist.workflow.model.WorkflowModel;
import dev.enlist.workflow.model.WorkflowParser;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What workflows of the workspace in scope may refer to. */
@Component
class WorkflowDirectoryContext implements WorkflowContext {

    /** Before the name of a field of a step: fields of steps are named like metadata, and are not stored there. */
    private static final String PREFIX = "metadata.";

    private static final Set<FieldType> TYPES = Set.of(
            FieldType.TEXT,
            FieldType.LONG_TEXT,
            FieldType.NUMBER,
            FieldType.INTEGER,
            FieldType.MONEY,
            FieldType.DATE,
            FieldType.BOOLEAN,
            FieldType.CHOICE,
            FieldType.MULTI_CHOICE);

    private static final Set<String> DECIDING =
            Set.of(Role.REVIEWER.wire(), Role.COORDINATOR.wire(), Role.ADMINISTRATOR.wire());

    private static final Pattern METADATA = Pattern.compile("/metadata/(?!exit$)[A-Za-z][A-Za-z0-9_]{0,99}");

    private static final Set<String> MEMBERS = Set.of(
            "/firstName",
            "/lastName",
            "/phone",
            "/address/streetOne",
            "/address/streetTwo",
            "/address/city",
            "/address/state",
            "/address/postalCode",
            "/address/country",
            "/manufacturerSlugs",
            "/serialNumber",
            "/tags",
            "/referenceDescription");

    private static final Set<String> ASKABLE = Set.of("/email", "/address", "/referenceId");

    private static final JsonMapper JSON = new JsonMapper();

    private final RuleSetService ruleSets;
    private final WorkflowRepository workflows;
    private final WorkflowVersionRepository versions;
    private final FormConditions conditions;
    private final FormDefinitionValidator forms;
    private final JdbcClient jdbc;

    WorkflowDirectoryContext(
            RuleSetService ruleSets,
            WorkflowRepository workflows,
            WorkflowVersionRepository versions,
            FormConditions conditions,
            FormDefinitionValidator forms,
            JdbcClient jdbc) {
        this.ruleSets = ruleSets;
        this.workflows = workflows;
        this.versions = versions;
        this.conditions = conditions;
        this.forms = forms;
        this.jdbc = jdbc;
    }

    @Override
    public boolean isRuleSetPublished(String slug, @Nullable Integer version) {
        return ruleSets.isPublished(slug, version);
    }

    @Override
    public Optional<Called> workflow(String slug, @Nullable Integer version) {
        Optional<ShippedWorkflow> shipped = ShippedWorkflow.find(slug);
        if (shipped.isPresent()) {
            return shipped.filter(own -> version == null || version == own.number())
                    .map(own -> new Called(own.kind(), own.number(), own.model()));
        }
        return Optional.ofNullable(version)
                .or(() -> versions.latest(slug))
                .flatMap(number -> versions.find(slug, number))
                .flatMap(found -> called(slug, found));
    }

    private Optional<Called> called(String slug, WorkflowVersion version) {
        WorkflowKind kind = workflows.findBySlug(slug).orElseThrow().kind();
        WorkflowModel model = WorkflowParser.parse(version.bpmn()).model();
        return Optional.ofNullable(model).map(known -> new Called(kind, version.number(), known));
    }

    @Override
    public boolean isRoleHeld(String role) {
        return jdbc.sql("select exists (select 1 from membership m where m.workspace_id = ? and m.role = ?)")
                .params(WorkspaceScope.current().workspaceId(), role)
                .query(Boolean.class)
                .single();
    }

    @Override
    public boolean isRole(String role) {
        return DECIDING.contains(role);
    }

    @Override
    public Optional<String> feelProblem(String expression) {
        return conditions.problem(expression);
    }

    @Override
    public Set<List<String>> reads(String expression) {
        return conditions.reads(expression);
    }

    @Override
    public boolean isInput(String name) {
        return RuleInput.isKnown(name);
    }

    @Override
    public List<String> formProblems(String fields) {
        Optional<Map<String, Object>> form = form(fields);
        if (form.isEmpty()) {
            return List.of("it must be a JSON array of fields, such as [{\"name\": \"visited\", \"type\": \"boolean\","
                    + " \"label\": \"Site visited\"}]");
        }
        List<String> problems = new ArrayList<>(forms.faults(form.get()).stream()
                .map(WorkflowDirectoryContext::sentence)
                .toList());
        definition(fields).fields().stream()
                .filter(field -> !TYPES.contains(field.type()))
                .map(field -> "the field " + name(field) + " has the type "
                        + field.type().wire()
                        + "; a step can ask for "
                        + TYPES.stream().map(FieldType::wire).sorted().collect(Collectors.joining(", ")))
                .forEach(problems::add);
        return problems;
    }

    private static String sentence(Fault fault) {
        return fault.pointer().replace("/fields", "") + " " + fault.message();
    }

    @Override
    public List<String> formFields(String fields) {
        return definition(fields).fields().stream()
                .map(WorkflowDirectoryContext::name)
                .toList();
    }

    static String name(FormField field) {
        return field.name().startsWith(PREFIX) ? field.name().substring(PREFIX.length()) : field.name();
    }

    /** The form of a user step; empty where the text is none. */
    static FormDefinition definition(@Nullable String fields) {
        return fields == null
                ? FormDefinition.EMPTY
                : form(fields).map(FormDefinitionParser::parse).orElse(FormDefinition.EMPTY);
    }

    private static Optional<Map<String, Object>> form(String fields) {
        try {
            if (!(JSON.readValue(fields, Object.class) instanceof List<?> list)) {
                return Optional.empty();
            }
            List<Object> named = new ArrayList<>();
            list.forEach(field -> named.add(field instanceof Map<?, ?> map ? prefixed(map) : field));
            return Optional.of(Map.of("fields", named));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static Map<String, Object> prefixed(Map<?, ?> field) {
        Map<String, Object> named = new LinkedHashMap<>();
        field.forEach((key, value) -> named.put(
                String.valueOf(key),
                "name".equals(key) && value instanceof String text && !text.contains(".") ? PREFIX + text : value));
        return named;
    }

    @Override
    public Optional<String> wordsProblem(String words) {
        return WorkflowMailService.problem(words);
    }

    @Override
    public boolean isWritable(String pointer) {
        return MEMBERS.contains(pointer) || METADATA.matcher(pointer).matches();
    }

    @Override
    public boolean isAskable(String pointer) {
        return ASKABLE.contains(pointer) || isWritable(pointer) && !pointer.equals("/tags");
    }
}
