package dev.enlist.process.engine;

import java.util.List;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.persistence.deploy.Deployer;
import org.camunda.bpm.engine.impl.persistence.entity.DeploymentEntity;

/**
 * Accepts only processes, tables and forms in a deployment. Case models would be a second way to run code, and models
 * could reference deployed scripts and pages.
 *
 * <p>Engine internals: a deployer is the only place that sees all resources of a deployment in the transaction that
 * stores them.
 */
class DeploymentResourceValidator implements Deployer {

    private static final List<String> KNOWN = List.of(".bpmn", ".dmn", ".form");

    @Override
    public void deploy(DeploymentEntity deployment) {
        for (String name : deployment.getResources().keySet()) {
            if (KNOWN.stream().noneMatch(name::endsWith)) {
                throw new ProcessEngineException(
                        "Refused: " + name + " is none of " + String.join(", ", KNOWN) + "; nothing else is deployed.");
            }
        }
    }
}
