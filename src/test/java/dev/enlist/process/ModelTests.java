package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.database.ReleaseLevel;
import dev.enlist.eligibility.RuleInput;
import dev.enlist.support.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.BusinessRuleTask;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.EndEvent;
import org.camunda.bpm.model.bpmn.instance.EventBasedGateway;
import org.camunda.bpm.model.bpmn.instance.ExclusiveGateway;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.Gateway;
import org.camunda.bpm.model.bpmn.instance.IntermediateCatchEvent;
import org.camunda.bpm.model.bpmn.instance.Message;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.ReceiveTask;
import org.camunda.bpm.model.bpmn.instance.ScriptTask;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.StartEvent;
import org.camunda.bpm.model.bpmn.instance.TimerEventDefinition;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnEdge;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnShape;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AssignableTypeFilter;
import org.springframework.stereotype.Component;

/** Checks the models against the conventions and against the names that the code uses. */
class ModelTests {

    private static final Path FOLDER = Path.of("bpmn");
    private static final Pattern EXPRESSION = Pattern.compile("[$#]\\{([^}]*)}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Set<String> WORDS_OF_EXPRESSIONS =
            Set.of("null", "true", "false", "not", "and", "or", "empty");

    /** Id prefixes by kind of element. */
    private static final Map<Class<? extends FlowElement>, String> KINDS = Map.of(
            StartEvent.class, "start",
            EndEvent.class, "end",
            Gateway.class, "gw",
            SequenceFlow.class, "flow",
            UserTask.class, "user",
            ServiceTask.class, "service",
            BusinessRuleTask.class, "rule",
            CallActivity.class, "call",
            ReceiveTask.class, "receive");

    /** A model and its file. */
    record Model(Path file, BpmnModelInstance bpmn) {

        Process process() {
            return all(Process.class).iterator().next();
        }

        <T extends ModelElementInstance> Collection<T> all(Class<T> type) {
            return bpmn.getModelElementsByType(type);
        }

        String xml() {
            return text(file);
        }

        @Override
        public String toString() {
            return file.getFileName().toString();
        }
    }

    static Stream<Model> models() {
        return files("bpmn").map(file -> new Model(file, Bpmn.readModelFromFile(file.toFile())));
    }

    private static Stream<Path> files(String extension) {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith("." + extension)).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T extends BaseElement> Set<String> ids(Class<T> type) {
        return models().flatMap(model -> model.all(type).stream())
                .map(BaseElement::getId)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void areFour() {
        assertThat(models().map(model -> model.process().getId()))
                .containsExactlyInAnyOrder(
                        EnrollmentProcess.KEY,
                        ProgramInstanceEndProcess.KEY,
                        CampaignProcess.KEY,
                        dev.enlist.program.InstanceConfig.DEFAULT_EXIT_PROCESS);
    }

    @ParameterizedTest
    @MethodSource("models")
    void areValid(Model model) {
        Bpmn.validateModel(model.bpmn());
    }

    @ParameterizedTest
    @MethodSource("models")
    void areNamedAfterTheirOnlyProcess(Model model) {
        assertThat(model.all(Process.class)).hasSize(1);
        assertThat(model.process().getId() + ".bpmn")
                .isEqualTo(model.toString())
                .matches("[a-z-]+\\.bpmn");
        assertThat(model.process().isExecutable()).isTrue();
        assertThat(model.process().getName()).isNotBlank();
    }

    @ParameterizedTest
    @MethodSource("models")
    void sayHowLongTheirHistoryIsKeptWhichVersionTheyAreAndWhatTheyAreFor(Model model) {
        assertThat(model.process().getCamundaHistoryTimeToLiveString()).matches("P\\d+D");
        assertThat(model.process().getCamundaVersionTag()).matches("\\d+(\\.\\d+)*");
        assertThat(model.process().getDocumentations())
                .singleElement()
                .satisfies(text -> assertThat(text.getTextContent()).hasSizeGreaterThan(40));
    }

    @ParameterizedTest
    @MethodSource("models")
    void haveIdsThatSayKindAndPurpose(Model model) {
        assertThat(model.all(FlowElement.class))
                .isNotEmpty()
                .allSatisfy(element -> assertThat(element.getId()).matches(kind(element) + "(_[a-z0-9]+)+"));
    }

    private static String kind(FlowElement element) {
        if (element instanceof IntermediateCatchEvent || element instanceof BoundaryEvent) {
            return element.getChildElementsByType(TimerEventDefinition.class).isEmpty() ? "catch" : "timer";
        }
        return KINDS.entrySet().stream()
                .filter(entry -> entry.getKey().isInstance(element))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> new AssertionError(
                        "No prefix is agreed for " + element.getElementType().getTypeName()));
    }

    @ParameterizedTest
    @MethodSource("models")
    void nameEverythingThatIsDrawn(Model model) {
        assertThat(model.all(FlowNode.class))
                .allSatisfy(node -> assertThat(node.getName()).as(node.getId()).isNotBlank());
    }

    @ParameterizedTest
    @MethodSource("models")
    void askAQuestionWhereTheWaySplitsAndNameTheAnswers(Model model) {
        List<Gateway> splits = model.all(Gateway.class).stream()
                .filter(gateway -> gateway.getOutgoing().size() > 1)
                .toList();

        assertThat(splits).allSatisfy(gateway -> assertThat(gateway.getName()).endsWith("?"));
        assertThat(splits)
                .filteredOn(gateway -> !(gateway instanceof EventBasedGateway))
                .allSatisfy(gateway -> assertThat(gateway.getOutgoing())
                        .allSatisfy(flow ->
                                assertThat(flow.getName()).as(flow.getId()).isNotBlank()));
    }

    @ParameterizedTest
    @MethodSource("models")
    void leaveNoWayOpenWhereTheWaySplits(Model model) {
        assertThat(model.all(ExclusiveGateway.class)).allSatisfy(gateway -> {
            SequenceFlow otherwise = gateway.getDefault();
            assertThat(otherwise).as("default of " + gateway.getId()).isNotNull();
            assertThat(gateway.getOutgoing())
                    .allSatisfy(flow -> assertThat(flow.getConditionExpression() == null)
                            .as(flow.getId())
                            .isEqualTo(flow.equals(otherwise)));
        });
    }

    @ParameterizedTest
    @MethodSource("models")
    void leadFromAStartToAnEnd(Model model) {
        assertThat(model.all(FlowNode.class)).allSatisfy(node -> {
            boolean begins = node instanceof StartEvent || node instanceof BoundaryEvent;
            assertThat(node.getIncoming().isEmpty())
                    .as("way to " + node.getId())
                    .isEqualTo(begins);
            assertThat(node.getOutgoing().isEmpty())
                    .as("way from " + node.getId())
                    .isEqualTo(node instanceof EndEvent);
        });
    }

    @ParameterizedTest
    @MethodSource("models")
    void canBeDrawn(Model model) {
        Set<String> shapes = model.all(BpmnShape.class).stream()
                .map(shape -> shape.getBpmnElement().getId())
                .collect(Collectors.toSet());
        Set<String> edges = model.all(BpmnEdge.class).stream()
                .map(edge -> edge.getBpmnElement().getId())
                .collect(Collectors.toSet());

        assertThat(shapes)
                .isEqualTo(model.all(FlowNode.class).stream()
                        .map(BaseElement::getId)
                        .collect(Collectors.toSet()));
        assertThat(edges)
                .isEqualTo(model.all(SequenceFlow.class).stream()
                        .map(BaseElement::getId)
                        .collect(Collectors.toSet()));
        assertThat(model.all(BpmnShape.class)).allSatisfy(shape -> {
            assertThat(shape.getBounds().getWidth()).isPositive();
            assertThat(shape.getBounds().getHeight()).isPositive();
        });
        assertThat(model.all(BpmnEdge.class))
                .allSatisfy(edge -> assertThat(edge.getWaypoints()).hasSizeGreaterThan(1));
    }

    /** Code that a model could run besides our beans, and ways to bind a task to one person. */
    @ParameterizedTest
    @MethodSource("models")
    void holdNoCode(Model model) {
        assertThat(model.all(ScriptTask.class)).isEmpty();
        assertThat(model.xml())
                .doesNotContainIgnoringCase("<camunda:script", "<bpmn:script", "language=", "<!DOCTYPE")
                .doesNotContain(
                        "camunda:class",
                        " class=",
                        "camunda:expression=",
                        " expression=",
                        "camunda:resource",
                        "camunda:type=",
                        "camunda:connector",
                        "camunda:field",
                        "camunda:assignee",
                        "camunda:candidateUsers",
                        "camunda:dueDate",
                        "camunda:followUpDate",
                        "camunda:initiator",
                        "camunda:formKey",
                        "camunda:formData");
    }

    @Test
    void haveExpressionsThatNameVariablesAndBeansAndNothingElse() {
        List<String> expressions =
                models().flatMap(model -> expressions(model).stream()).toList();

        assertThat(expressions)
                .hasSizeGreaterThan(20)
                .allSatisfy(expression -> assertThat(expression)
                        .as("no property, no method, no function")
                        .doesNotContain(".", "(", ")", "[", "]")
                        .matches("[a-zA-Z]+( (==|!=) (null|'[a-z]+'))?"));
    }

    private static List<String> expressions(Model model) {
        List<String> expressions = new ArrayList<>();
        Matcher matcher = EXPRESSION.matcher(model.xml());
        while (matcher.find()) {
            expressions.add(matcher.group(1).trim());
        }
        return expressions;
    }

    @Test
    void useEveryBeanMadeForThemAndNoOther() {
        Set<String> named = models().flatMap(model -> attribute(model, "delegateExpression").stream())
                .map(expression -> expression.replaceAll("[${}]", ""))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(named).isEqualTo(beans());
    }

    private static Set<String> beans() {
        ClassPathScanningCandidateComponentProvider scan = new ClassPathScanningCandidateComponentProvider(false);
        scan.addIncludeFilter(new AssignableTypeFilter(JavaDelegate.class));
        scan.addIncludeFilter(new AssignableTypeFilter(ExecutionListener.class));
        scan.addIncludeFilter(new AssignableTypeFilter(TaskListener.class));
        return scan.findCandidateComponents("dev.enlist.process.delegate").stream()
                .map(bean -> {
                    try {
                        Component component =
                                Class.forName(bean.getBeanClassName()).getAnnotation(Component.class);
                        assertThat(component).as(bean.getBeanClassName()).isNotNull();
                        return component.value();
                    } catch (ClassNotFoundException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> attribute(Model model, String name) {
        List<String> values = new ArrayList<>();
        Matcher matcher = Pattern.compile("camunda:" + name + "=\"([^\"]*)\"|\\s" + name + "=\"([^\"]*)\"")
                .matcher(model.xml());
        while (matcher.find()) {
            values.add(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
        }
        return values;
    }

    @Test
    void waitForTheMessagesThatCodeSendsAndNoOther() {
        assertThat(models().flatMap(model -> model.all(Message.class).stream()).map(Message::getName))
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrder(
                        EnrollmentProcess.EVALUATION_REQUESTED,
                        EnrollmentProcess.INFORMATION_PROVIDED,
                        EnrollmentProcess.INFORMATION_REQUEST_CANCELLED,
                        EnrollmentProcess.REJECTED_MEANWHILE,
                        ProgramInstanceEndProcess.END_MOVED,
                        CampaignProcess.MOVED);
        models().forEach(model -> assertThat(model.all(Message.class))
                .allSatisfy(message -> assertThat(model.xml()).contains("messageRef=\"" + message.getId() + "\"")));
    }

    /** With a message, each would be an execution and a subscription of its own. */
    @Test
    void haveTheReceiveTasksThatTheCodeUsesAndNoOtherAllWithoutMessage() {
        assertThat(ids(ReceiveTask.class))
                .containsExactlyInAnyOrder(
                        EnrollmentProcess.RECEIVE_EVALUATION_REQUEST,
                        EnrollmentProcess.RECEIVE_APPLICATION,
                        EnrollmentProcess.RECEIVE_EXIT_REQUEST);
        assertThat(models().flatMap(model -> model.all(ReceiveTask.class).stream()))
                .allSatisfy(task -> assertThat(task.getMessage()).isNull());
    }

    @Test
    void haveTheUserTasksThatTheCodeUsesAndNoOther() {
        assertThat(ids(UserTask.class))
                .containsExactlyInAnyOrder(EnrollmentProcess.REVIEW, EnrollmentProcess.EVALUATE_MANUALLY);
    }

    @Test
    void haveTheJobThatWaitsForACorrectedTable() {
        assertThat(models().flatMap(model -> model.all(BusinessRuleTask.class).stream())
                        .filter(BusinessRuleTask::isCamundaAsyncBefore)
                        .map(BaseElement::getId))
                .containsExactly(EnrollmentProcess.CHECK_ONCE_MENDED);
    }

    @Test
    void readTheVariablesThatCodeWritesAndNoOther() {
        Set<String> read = models().flatMap(model -> expressions(model).stream())
                .map(expression -> expression.replaceAll("'[^']*'", ""))
                .flatMap(expression -> NAME.matcher(expression).results().map(result -> result.group()))
                .filter(name -> !WORDS_OF_EXPRESSIONS.contains(name) && !beans().contains(name))
                .collect(Collectors.toCollection(TreeSet::new));

        // passed between pieces of code without use in the model
        Set<String> passedOn = Set.of(
                EnrollmentProcess.ADMISSION,
                EnrollmentProcess.RULE_INPUTS,
                EnrollmentProcess.RULES_IN_FORCE,
                EnrollmentProcess.DECISION,
                EnrollmentProcess.FORM_DECISION,
                EnrollmentProcess.FORM_REASON,
                EnrollmentProcess.FORM_QUESTION,
                EnrollmentProcess.FORM_FIELDS,
                EnrollmentProcess.FORM_STEP_FIELD,
                EnrollmentProcess.FORM_STEP);
        Set<String> spokenOf = constants().stream()
                .filter(value -> value.matches("[a-z]+([A-Z][a-z]+)*"))
                .filter(value -> !passedOn.contains(value))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(read).isEqualTo(spokenOf);
    }

    @Test
    void shareNoVariableWithTheInputsOfTheRules() {
        assertThat(RuleInput.ALL).extracting(RuleInput::name).doesNotContainAnyElementsOf(constants());
    }

    @Test
    void haveEveryNameThatTheCodeUses() {
        String everything = Stream.concat(files("bpmn"), files("form"))
                .map(ModelTests::text)
                .collect(Collectors.joining());

        assertThat(constants())
                .hasSizeGreaterThan(20)
                .filteredOn(name -> !Set.of(
                                EnrollmentProcess.ADMISSION,
                                EnrollmentProcess.RULE_INPUTS,
                                EnrollmentProcess.RULES_IN_FORCE,
                                EnrollmentProcess.DECISION,
                                // in the forms that are written for the steps of workflows
                                EnrollmentProcess.FORM_STEP_FIELD,
                                EnrollmentProcess.FORM_STEP)
                        .contains(name))
                .allSatisfy(name -> assertThat(everything).containsPattern("\\b" + Pattern.quote(name) + "\\b"));
    }

    private static Set<String> constants() {
        return Stream.of(EnrollmentProcess.class, ProgramInstanceEndProcess.class, CampaignProcess.class)
                .flatMap(type -> Arrays.stream(type.getDeclaredFields()))
                .filter(field -> Modifier.isPublic(field.getModifiers()) && field.getType() == String.class)
                .map(ModelTests::value)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static String value(Field constant) {
        try {
            return (String) constant.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void giveEveryTaskAFormOfItsOwnAndEveryFormATask() {
        List<String> named = models().flatMap(model -> model.all(UserTask.class).stream())
                .map(UserTask::getCamundaFormRef)
                .toList();

        assertThat(named).doesNotHaveDuplicates();
        assertThat(files("form").map(file -> file.getFileName().toString()))
                .containsExactlyInAnyOrderElementsOf(
                        named.stream().map(form -> form + ".form").toList());
        assertThat(models().flatMap(model -> model.all(UserTask.class).stream()))
                .allSatisfy(task -> assertThat(task.getCamundaFormRefBinding()).isEqualTo("deployment"));
    }

    @Test
    void askInEveryFormForADecisionAndAReasonAndInTheReviewForAQuestion() {
        assertThat(files("form").toList()).hasSize(2).allSatisfy(file -> {
            JsonNode form = Json.read(text(file));
            assertThat(form.path("id").asText() + ".form")
                    .isEqualTo(file.getFileName().toString());
            assertThat(keys(form.path("components")))
                    .startsWith(EnrollmentProcess.FORM_DECISION, EnrollmentProcess.FORM_REASON)
                    .isSubsetOf(
                            EnrollmentProcess.FORM_DECISION,
                            EnrollmentProcess.FORM_REASON,
                            EnrollmentProcess.FORM_QUESTION,
                            EnrollmentProcess.FORM_FIELDS);
        });
    }

    /** The keys of every input field, at any depth of groups. Table columns are not input fields. */
    private static List<String> keys(JsonNode components) {
        List<String> keys = new ArrayList<>();
        for (JsonNode component : components) {
            if (component.hasNonNull("key")) {
                keys.add(component.path("key").asText());
            }
            if (component.hasNonNull("path")) {
                keys.add(component.path("path").asText());
            }
            keys.addAll(keys(component.path("components")));
        }
        return keys;
    }

    @Test
    void giveTheirTasksToRolesThatThereAre() {
        Set<String> roles = Arrays.stream(dev.enlist.tenancy.Role.values())
                .map(role -> role.name().toLowerCase(java.util.Locale.ROOT))
                .collect(Collectors.toSet());

        assertThat(models().flatMap(model -> model.all(UserTask.class).stream()).toList())
                .isNotEmpty()
                .allSatisfy(task -> assertThat(roles).containsAll(task.getCamundaCandidateGroupsList()))
                .allSatisfy(
                        task -> assertThat(task.getCamundaCandidateGroupsList()).isNotEmpty());
    }

    /**
     * Nodes of two releases tell by the version tag which model is later, and by the level which nodes know it. A change of a model
     * or form raises both, and changes the values here (decision 146).
     */
    @Test
    void aChangedModelHasTheNextVersionTagAndTheNextLevel() throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        Stream.of("bpmn", "form")
                .flatMap(ModelTests::files)
                .forEach(file -> digest.update(text(file).getBytes(StandardCharsets.UTF_8)));

        assertThat("level " + ReleaseLevel.CURRENT + ", " + HexFormat.of().formatHex(digest.digest()))
                .isEqualTo("level 1, fdd439e864f155f5f3f39c2af0e5a1b2e7ba20ba677c2c8370a258e2c25550c5");
    }
}
