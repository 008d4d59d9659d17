package dev.enlist.process.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.enlist.process.attack.Attack.Wall;
import dev.enlist.shared.Cuid;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.el.StartProcessVariableScope;
import org.camunda.bpm.impl.juel.jakarta.el.ELException;

/** Process models that would run code: refused at deployment, and what they would use is refused at execution. */
final class ModelAttacks {

    private static final String GROUP = "process models";
    private static final String BEHIND = "process models, behind the parser";

    private static final String NEW = "${''.getClass().forName('" + Canaries.CLASS + "').newInstance()}";
    private static final String SET = "java.lang.System.setProperty('" + Canaries.PROPERTY + "', 'x')";

    private ModelAttacks() {}

    static Stream<Attack> all() {
        return Stream.of(
                        elements().entrySet().stream()
                                .map(e -> new Attack(GROUP, e.getKey(), g -> deploy(g, flow(e.getValue()), "t"))),
                        places().entrySet().stream()
                                .map(e -> new Attack(GROUP, e.getKey(), g -> deploy(g, e.getValue(), "t"))),
                        resources(),
                        expressions(),
                        languages(),
                        classes())
                .flatMap(attacks -> attacks);
    }

    /** Complete elements with the id t, between a start and an end event. */
    private static Map<String, String> elements() {
        Map<String, String> models = new LinkedHashMap<>();
        for (String language : new String[] {
            "javascript", "ecmascript", "groovy", "python", "ruby", "juel", "feel", "freemarker", "graal.js", "nashorn"
        }) {
            String script = language.equals("juel") ? NEW : SET;
            models.put(
                    "a script task in " + language,
                    "<scriptTask id='t' scriptFormat='" + language + "'><script><![CDATA[" + script
                            + "]]></script></scriptTask>");
        }
        models.put(
                "a script from a resource",
                "<scriptTask id='t' scriptFormat='javascript' camunda:resource='http://127.0.0.1/x.js'/>");
        models.put(
                "a script from an expression",
                "<scriptTask id='t' scriptFormat='javascript' camunda:resource='${script}'/>");
        models.put("a class", "<serviceTask id='t' camunda:class='" + Canaries.CLASS + "'/>");
        models.put(
                "a class by the other name of the extensions",
                "<serviceTask id='t' activiti:class='" + Canaries.CLASS + "'/>");
        for (String attribute : new String[] {"expression", "delegateExpression"}) {
            for (String expression : new String[] {
                NEW.replace("'", "\""),
                "${recordVerdict.getClass()}",
                "${recordVerdict.class.name}",
                "${execution.processEngineServices.repositoryService}",
                "${applicationContext.getBean(\"dataSource\")}",
                "${dataSource}",
                "${tenancyService}"
            }) {
                models.put(
                        attribute + " " + expression,
                        "<serviceTask id='t' camunda:" + attribute + "='" + expression + "'/>");
            }
        }
        for (String type : new String[] {"mail", "shell", "external"}) {
            models.put(
                    "a task of the type " + type,
                    "<serviceTask id='t' camunda:type='" + type + "' camunda:topic='x'/>");
        }
        models.put(
                "a field",
                extension(
                        "serviceTask",
                        " camunda:delegateExpression='${recordVerdict}'",
                        "<camunda:field name='x'>" + "<camunda:expression>" + NEW
                                + "</camunda:expression></camunda:field>"));
        models.put(
                "a connector",
                extension(
                        "serviceTask",
                        "",
                        "<camunda:connector><camunda:connectorId>"
                                + "http-connector</camunda:connectorId></camunda:connector>"));
        for (String listener : new String[] {"executionListener event='start'", "executionListener event='end'"}) {
            listeners(models, "task", listener);
        }
        for (String event : new String[] {"create", "assignment", "complete", "timeout"}) {
            listeners(models, "userTask", "taskListener event='" + event + "'");
        }
        models.put("an input", input(NEW));
        models.put(
                "an input that is a script",
                input("<camunda:script scriptFormat='javascript'>" + SET + "</camunda:script>"));
        models.put(
                "an input that is a list",
                input("<camunda:list><camunda:value>" + NEW + "</camunda:value></camunda:list>"));
        models.put(
                "an input that is a map",
                input("<camunda:map><camunda:entry key='a'>" + NEW + "</camunda:entry></camunda:map>"));
        models.put("an output", input(NEW).replace("inputParameter", "outputParameter"));
        for (String attribute : new String[] {
            "assignee",
            "candidateUsers",
            "candidateGroups",
            "dueDate",
            "followUpDate",
            "priority",
            "formKey",
            "formRef",
            "formHandlerClass"
        }) {
            String value = attribute.equals("formHandlerClass") ? Canaries.CLASS : NEW.replace("'", "\"");
            models.put("userTask " + attribute, "<userTask id='t' camunda:" + attribute + "='" + value + "'/>");
        }
        models.put("an embedded form", "<userTask id='t' camunda:formKey='embedded:app:forms/x.html'/>");
        models.put("a form of the engine", "<userTask id='t' camunda:formKey='camunda-forms:deployment:x.form'/>");
        models.put("a name", "<userTask id='t' name='" + NEW.replace("'", "\"") + "'/>");
        models.put("a documentation", "<userTask id='t'><documentation>" + NEW + "</documentation></userTask>");
        models.put("a form field", formField("defaultValue='" + NEW.replace("'", "\"") + "'", ""));
        models.put(
                "a validator that is a class",
                formField(
                        "",
                        "<camunda:validation><camunda:constraint name='validator' config='" + Canaries.CLASS
                                + "'/></camunda:validation>"));
        models.put(
                "a validator that is an expression",
                formField(
                        "",
                        "<camunda:validation><camunda:constraint name='validator' config='" + NEW.replace("'", "\"")
                                + "'/></camunda:validation>"));
        models.put(
                "a person by expression",
                "<userTask id='t'><potentialOwner><resourceAssignmentExpression>"
                        + "<formalExpression>" + NEW
                        + "</formalExpression></resourceAssignmentExpression></potentialOwner>"
                        + "</userTask>");
        for (String attribute : new String[] {
            "calledElementTenantId", "variableMappingClass", "variableMappingDelegateExpression", "calledElementVersion"
        }) {
            String value = attribute.endsWith("Class") ? Canaries.CLASS : NEW.replace("'", "\"");
            models.put(
                    "callActivity " + attribute,
                    "<callActivity id='t' calledElement='x' camunda:" + attribute + "='" + value + "'/>");
        }
        models.put("a called element", "<callActivity id='t' calledElement='" + NEW.replace("'", "\"") + "'/>");
        models.put(
                "a business key",
                extension(
                        "callActivity",
                        " calledElement='x'",
                        "<camunda:in businessKey='" + NEW.replace("'", "\"") + "'/>"));
        models.put(
                "a source expression",
                extension(
                        "callActivity",
                        " calledElement='x'",
                        "<camunda:in sourceExpression='" + NEW.replace("'", "\"") + "' target='x'/>"));
        for (String attribute : new String[] {"decisionRef", "decisionRefVersionTag", "decisionRefTenantId"}) {
            models.put(
                    "businessRuleTask " + attribute,
                    "<businessRuleTask id='t' camunda:" + attribute + "='" + NEW.replace("'", "\"") + "'/>");
        }
        for (String part : new String[] {"loopCardinality", "completionCondition"}) {
            models.put(
                    "multi-instance " + part,
                    "<task id='t'><multiInstanceLoopCharacteristics><" + part + ">" + NEW + "</" + part
                            + "></multiInstanceLoopCharacteristics></task>");
        }
        models.put(
                "multi-instance collection",
                "<task id='t'><multiInstanceLoopCharacteristics camunda:collection='" + NEW.replace("'", "\"")
                        + "' camunda:elementVariable='x'/></task>");
        for (String timer : new String[] {"timeDate", "timeDuration", "timeCycle"}) {
            models.put(
                    "a timer, " + timer,
                    "<intermediateCatchEvent id='t'><timerEventDefinition><" + timer + ">" + NEW + "</" + timer
                            + "></timerEventDefinition></intermediateCatchEvent>");
        }
        models.put(
                "a condition to wait for",
                "<intermediateCatchEvent id='t'><conditionalEventDefinition><condition>" + NEW
                        + "</condition></conditionalEventDefinition></intermediateCatchEvent>");
        models.put(
                "a condition that is a script",
                "<intermediateCatchEvent id='t'><conditionalEventDefinition><condition language='javascript'>" + SET
                        + "</condition></conditionalEventDefinition></intermediateCatchEvent>");
        models.put(
                "retries",
                extension(
                        "task",
                        " camunda:asyncBefore='true'",
                        "<camunda:failedJobRetryTimeCycle>" + NEW + "</camunda:failedJobRetryTimeCycle>"));
        models.put(
                "a priority of a job",
                "<task id='t' camunda:asyncBefore='true' camunda:jobPriority='" + NEW.replace("'", "\"") + "'/>");
        models.put("an implementation in Java", "<sendTask id='t' camunda:class='" + Canaries.CLASS + "'/>");
        models.put("an element of an unknown namespace", "<x:task xmlns:x='http://example.com' id='t'/>");
        return models;
    }

    private static void listeners(Map<String, String> models, String element, String listener) {
        String name = listener.split(" ")[0];
        for (String how : new String[] {
            "class='" + Canaries.CLASS + "'",
            "expression='" + NEW.replace("'", "\"") + "'",
            "delegateExpression='${tenancyService}'"
        }) {
            models.put(listener + " " + how, extension(element, "", "<camunda:" + listener + " " + how + "/>"));
        }
        models.put(
                listener + " script",
                extension(
                        element,
                        "",
                        "<camunda:" + listener + "><camunda:script scriptFormat='groovy'>" + SET
                                + "</camunda:script></camunda:" + name + ">"));
    }

    private static String extension(String element, String attributes, String extension) {
        return "<" + element + " id='t'" + attributes + "><extensionElements>" + extension + "</extensionElements></"
                + element + ">";
    }

    private static String input(String value) {
        return extension(
                "task",
                "",
                "<camunda:inputOutput><camunda:inputParameter name='a'>" + value
                        + "</camunda:inputParameter></camunda:inputOutput>");
    }

    private static String formField(String attributes, String inside) {
        return extension(
                "userTask",
                "",
                "<camunda:formData><camunda:formField id='f' type='string' " + attributes + ">" + inside
                        + "</camunda:formField></camunda:formData>");
    }

    private static String flow(String element) {
        return "<startEvent id='s'/><sequenceFlow id='f1' sourceRef='s' targetRef='t'/>" + element
                + "<sequenceFlow id='f2' sourceRef='t' targetRef='e'/><endEvent id='e'/>";
    }

    /** Attacks in other places than an element between start and end. */
    private static Map<String, String> places() {
        Map<String, String> models = new LinkedHashMap<>();
        for (String condition : new String[] {
            NEW, "${execution.getClass() != null}", "${recordVerdict.class != null}", "${tenancyService.x()}", "#{f(1)}"
        }) {
            models.put(
                    "a condition " + condition,
                    branch("<conditionExpression xsi:type='tFormalExpression'>" + "<![CDATA[" + condition
                            + "]]></conditionExpression>"));
        }
        models.put(
                "a condition that is a script",
                branch("<conditionExpression xsi:type='tFormalExpression'" + " language='javascript'>" + SET
                        + "</conditionExpression>"));
        models.put(
                "a listener of a flow",
                branch("<extensionElements><camunda:executionListener event='take' class='" + Canaries.CLASS
                        + "'/></extensionElements>"));
        models.put(
                "a form handler of a start", "<startEvent id='t' camunda:formHandlerClass='" + Canaries.CLASS + "'/>");
        models.put(
                "a listener of the process",
                "<extensionElements><camunda:executionListener event='start' class='" + Canaries.CLASS
                        + "'/></extensionElements><startEvent id='t'/>");
        models.put(
                "a message thrown",
                "<startEvent id='s'/><endEvent id='t'><messageEventDefinition" + " camunda:class='" + Canaries.CLASS
                        + "'/></endEvent>");
        return models;
    }

    private static String branch(String inFlow) {
        return "<startEvent id='s'/><sequenceFlow id='f1' sourceRef='s' targetRef='g'/><exclusiveGateway id='g'"
                + " default='f3'/><sequenceFlow id='t' sourceRef='g' targetRef='e'>" + inFlow + "</sequenceFlow>"
                + "<sequenceFlow id='f3' sourceRef='g' targetRef='o'/><endEvent id='e'/><endEvent id='o'/>";
    }

    /** The refusal names the element. */
    private static Wall deploy(Ground ground, String elements, String place) {
        String id = "hostile-" + Cuid.next();
        return refuses(ground, id + ".bpmn", """
                <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
                    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:activiti="http://activiti.org/bpmn"
                    xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="test">
                  <process id="%s" isExecutable="true" camunda:historyTimeToLive="P1D">%s</process>
                </definitions>
                """.formatted(id, elements), place.isEmpty() ? id : place);
    }

    private static Wall refuses(Ground ground, String resource, String text, String place) {
        Throwable refused = catchThrowable(() -> ground.engine
                .getRepositoryService()
                .createDeployment()
                .addString(resource, text)
                .deploy());
        assertThat(refused).as(text).isInstanceOf(ProcessEngineException.class);
        assertThat(String.valueOf(refused.getMessage()))
                .containsAnyOf("Refused at " + place, "Refused at hostile", "Refused: ");
        return Wall.PARSE;
    }

    /** Other kinds of files, which models could reference. */
    private static Stream<Attack> resources() {
        String cases = """
                <definitions xmlns="http://www.omg.org/spec/CMMN/20151109/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/cmmn"
                  targetNamespace="t"><case id="c"><casePlanModel><planItem id="p" definitionRef="h"/>
                  <processTask id="h" processRef="x"/></casePlanModel></case></definitions>""";
        return Stream.of(
                        "case.cmmn",
                        "case.cmmn11.xml",
                        "case.cmmn10.xml",
                        "evil.groovy",
                        "evil.js",
                        "form.html",
                        "evil.class",
                        "evil.bpmn.sh",
                        "evil.ftl")
                .map(name -> new Attack(GROUP, "a file " + name, ground -> refuses(ground, name, cases, name)));
    }

    private static ProcessEngineConfigurationImpl configuration(Ground ground) {
        return (ProcessEngineConfigurationImpl) ground.engine.getProcessEngineConfiguration();
    }

    private static Stream<Attack> expressions() {
        return Stream.of(
                        NEW,
                        "${''.class}",
                        "${''.getClass()}",
                        "${''.bytes}",
                        "${recordVerdict.getClass()}",
                        "${recordVerdict.class}",
                        "${recordVerdict.execute(null)}",
                        "${dataSource}",
                        "${tenancyService}",
                        "${applicationContext}",
                        "${environment}",
                        "${repositoryService}",
                        "${now()}",
                        "${dateTime()}",
                        "${currentUser()}",
                        "${fn:length('a')}",
                        "${S('<a/>')}",
                        "${XML('<a/>')}",
                        "${JSON('{}')}",
                        "#{''['class']}",
                        "${''['bytes']}")
                .map(text -> new Attack(BEHIND, "expression " + text, ground -> {
                    assertThat(catchThrowable(() -> configuration(ground)
                                    .getExpressionManager()
                                    .createExpression(text)
                                    .getValue(StartProcessVariableScope.getSharedInstance())))
                            .isInstanceOfAny(ProcessEngineException.class, ELException.class);
                    return Wall.RUN;
                }));
    }

    private static Stream<Attack> languages() {
        return Stream.of("javascript", "ecmascript", "groovy", "juel", "feel", "python", "freemarker", "Graal.js")
                .map(language -> new Attack(BEHIND, "language " + language, ground -> {
                    assertThat(catchThrowable(() -> configuration(ground)
                                    .getScriptEngineResolver()
                                    .getScriptEngine(language, false)))
                            .isInstanceOf(ProcessEngineException.class)
                            .hasMessageContaining("Scripts are refused");
                    return Wall.RUN;
                }));
    }

    private static Stream<Attack> classes() {
        return Stream.of(Canaries.Singing.class, JavaDelegate.class, Runtime.class)
                .map(type -> new Attack(BEHIND, "class " + type.getSimpleName(), ground -> {
                    assertThat(catchThrowable(() ->
                                    configuration(ground).getArtifactFactory().getArtifact(type)))
                            .isInstanceOf(ProcessEngineException.class)
                            .hasMessageContaining("may not name classes");
                    return Wall.RUN;
                }));
    }
}
