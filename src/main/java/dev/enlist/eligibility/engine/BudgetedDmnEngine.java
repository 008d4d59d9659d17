package dev.enlist.eligibility.engine;

import dev.enlist.eligibility.feel.EvaluationBudget;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnDecisionResult;
import org.camunda.bpm.dmn.engine.DmnDecisionTableResult;
import org.camunda.bpm.dmn.engine.impl.DefaultDmnEngine;
import org.camunda.bpm.dmn.engine.impl.DefaultDmnEngineConfiguration;
import org.camunda.bpm.engine.variable.context.VariableContext;

/**
 * The stock engine with a limit on the steps of one table evaluation, over all its cells.
 *
 * <p>Engine internals: the engine has no limit of its own, and only its class sees where a table begins and ends.
 */
class BudgetedDmnEngine extends DefaultDmnEngine {

    private static final String TABLE = "the table";

    BudgetedDmnEngine(DefaultDmnEngineConfiguration configuration) {
        super(configuration);
    }

    @Override
    public DmnDecisionTableResult evaluateDecisionTable(DmnDecision decision, VariableContext variables) {
        return EvaluationBudget.within(
                TABLE, EvaluationBudget.TABLE, budget -> super.evaluateDecisionTable(decision, variables));
    }

    @Override
    public DmnDecisionResult evaluateDecision(DmnDecision decision, VariableContext variables) {
        return EvaluationBudget.within(
                TABLE, EvaluationBudget.TABLE, budget -> super.evaluateDecision(decision, variables));
    }
}
