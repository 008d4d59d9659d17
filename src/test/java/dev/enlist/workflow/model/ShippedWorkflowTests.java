package dev.enlist.workflow.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.shared.xml.SecureXml;
import dev.enlist.workflow.ShippedWorkflow;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The workflows that come with the product pass the check of every other workflow. */
class ShippedWorkflowTests {

    static Stream<ShippedWorkflow> shipped() {
        return ShippedWorkflow.all().stream();
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void passesTheCheck(ShippedWorkflow workflow) {
        assertThat(WorkflowValidator.check(workflow.bpmn(), workflow.kind(), workflow.slug(), new TestContext()))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void canBeDrawn(ShippedWorkflow workflow) {
        WorkflowModel model = workflow.model();

        assertThat(model.positions().keySet())
                .containsAll(model.elements().stream().map(WorkflowElement::id).toList())
                .containsAll(model.flows().stream().map(WorkflowFlow::id).toList());
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void compilesToXmlThatCanBeRead(ShippedWorkflow workflow) {
        String compiled = WorkflowCompiler.compile(workflow.model(), workflow.slug(), 1, workflow.name(), Map.of());

        assertThat(SecureXml.document(SecureXml.stream(compiled))
                        .getDocumentElement()
                        .getLocalName())
                .isEqualTo("definitions");
        assertThat(compiled).contains("id=\"workflow-" + workflow.slug() + "\"");
        assertThat(List.of("script", "camunda:class", "camunda:expression")).noneMatch(compiled::contains);
    }
}
