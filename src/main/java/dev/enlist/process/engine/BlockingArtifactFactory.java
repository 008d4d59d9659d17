package dev.enlist.process.engine;

import org.camunda.bpm.engine.ArtifactFactory;
import org.camunda.bpm.engine.ProcessEngineException;

/** No model of ours names a class, so whoever names one is refused. */
class BlockingArtifactFactory implements ArtifactFactory {

    @Override
    public <T> T getArtifact(Class<T> type) {
        throw new ProcessEngineException("Models may not name classes: " + type.getName());
    }
}
