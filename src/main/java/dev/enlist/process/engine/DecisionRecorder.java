package dev.enlist.process.engine;

import dev.enlist.eligibility.engine.DecisionParser;
import dev.enlist.process.EnrollmentProcess;
import org.camunda.bpm.dmn.engine.delegate.DmnDecisionEvaluationEvent;
import org.camunda.bpm.dmn.engine.delegate.DmnDecisionEvaluationListener;
import org.camunda.bpm.engine.impl.context.BpmnExecutionContext;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.variable.Variables;

/**
 * Stores the verdict of the rules and the rows that produced it, for the step of the process that records it.
 *
 * <p>Engine internals: a listener of the decision engine gets no process; the context of the thread is the only way
 * to it.
 */
class DecisionRecorder implements DmnDecisionEvaluationListener {

    @Override
    public void notify(DmnDecisionEvaluationEvent event) {
        BpmnExecutionContext context = Context.getBpmnExecutionContext();
        if (context != null) {
            context.getProcessInstance()
                    .setVariable(EnrollmentProcess.DECISION, Variables.untypedValue(DecisionParser.of(event), true));
        }
    }
}
