package dev.enlist.process.engine;

import dev.enlist.database.ClusterLock;
import dev.enlist.database.DeploymentLock;
import dev.enlist.shared.xml.SecureXml;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.DeploymentBuilder;
import org.camunda.bpm.model.bpmn.impl.BpmnModelConstants;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/**
 * Deploys each model together with the forms it names, and only where something changed. The engine's own
 * auto-deployment puts everything into one deployment. There a changed form creates a new version of every process, and
 * the shipped tables would replace those that analysts published.
 *
 * <p>Engine internals: a constant, the namespace of the engine's extensions.
 */
@Component
class ModelDeployer implements SmartInitializingSingleton {

    /** Nodes that start together wait for each other, longer than a request would. */
    private static final Duration WAIT = Duration.ofMinutes(5);

    private final RepositoryService repository;
    private final DeploymentLock lock;

    ModelDeployer(RepositoryService repository, DeploymentLock lock) {
        this.repository = repository;
        this.lock = lock;
    }

    @Override
    public void afterSingletonsInstantiated() {
        try (ClusterLock.Held held = lock.enter(WAIT)) {
            for (Resource model : new PathMatchingResourcePatternResolver().getResources("classpath:bpmn/*.bpmn")) {
                deploy(model);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void deploy(Resource model) throws IOException {
        DeploymentBuilder deployment = repository
                .createDeployment()
                .name(model.getFilename())
                .source("enlist")
                .enableDuplicateFiltering(false);
        try (InputStream bpmn = model.getInputStream()) {
            deployment.addInputStream(model.getFilename(), bpmn);
        }
        for (String form : forms(model)) {
            try (InputStream json = new ClassPathResource("bpmn/" + form).getInputStream()) {
                deployment.addInputStream(form, json);
            }
        }
        deployment.deploy();
    }

    /**
     * The forms that the model names. Parsed as a stream, because the engine's model API takes a second of every start.
     */
    private static List<String> forms(Resource model) throws IOException {
        Set<String> forms = new LinkedHashSet<>();
        try (InputStream bpmn = model.getInputStream()) {
            XMLStreamReader elements = SecureXml.streamReader(bpmn);
            while (elements.hasNext()) {
                if (elements.next() == XMLStreamConstants.START_ELEMENT) {
                    String form = elements.getAttributeValue(BpmnModelConstants.CAMUNDA_NS, "formRef");
                    if (form != null) {
                        forms.add(form + ".form");
                    }
                }
            }
            elements.close();
        } catch (XMLStreamException e) {
            throw new IOException("Not a model: " + model.getDescription(), e);
        }
        return List.copyOf(forms);
    }
}
