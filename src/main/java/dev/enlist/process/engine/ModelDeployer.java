package dev.enlist.process.engine;

import dev.enlist.database.ClusterLock;
import dev.enlist.database.DeploymentLock;
import dev.enlist.database.EarlierNodesEnded;
import dev.enlist.database.LaterRelease;
import dev.enlist.shared.xml.SecureXml;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.DeploymentBuilder;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.camunda.bpm.model.bpmn.impl.BpmnModelConstants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/**
 * Deploys each model together with the forms it names, and only where something changed. The engine's own
 * auto-deployment puts everything into one deployment. There a changed form creates a new version of every process, and
 * the shipped tables would replace those that analysts published.
 *
 * <p>Processes begin with the newest version, and nodes of earlier releases may not understand where they wait then. So a
 * later version of a model is deployed only when no such node is connected any more; until then all nodes use the version
 * before. A node whose model is earlier than the newest does not start (decision 146).
 *
 * <p>Engine internals: constants, the namespace and elements of models.
 */
@Component
class ModelDeployer implements SmartInitializingSingleton {

    private static final Logger log = LoggerFactory.getLogger(ModelDeployer.class);

    /** Nodes that start together wait for each other, longer than a request would. */
    private static final Duration WAIT = Duration.ofMinutes(5);

    private final RepositoryService repository;
    private final DeploymentLock lock;
    private final ApplicationEventPublisher events;

    /** Models whose version before this one is in use. */
    private final List<Model> waiting = new CopyOnWriteArrayList<>();

    ModelDeployer(RepositoryService repository, DeploymentLock lock, ApplicationEventPublisher events) {
        this.repository = repository;
        this.lock = lock;
        this.events = events;
    }

    /**
     * A model of this release.
     *
     * @param version the version tag, a number
     * @param forms   the forms that it names
     */
    private record Model(Resource file, String key, int version, Set<String> forms) {}

    @Override
    public void afterSingletonsInstantiated() {
        try (ClusterLock.Held held = lock.enter(WAIT)) {
            for (Resource file : new PathMatchingResourcePatternResolver().getResources("classpath:bpmn/*.bpmn")) {
                start(read(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void start(Model model) throws IOException {
        int newest = newestVersion(model).orElse(model.version());
        if (newest > model.version()) {
            throw new LaterRelease("A later release of Enlist uses this database: its model " + model.key()
                    + " has version " + newest + ", that of this release is " + model.version() + ".");
        }
        if (newest == model.version()) {
            deploy(model);
        } else {
            log.info(
                    "Version {} of the model {} is used when no node of an earlier release is connected any more",
                    model.version(),
                    model.key());
            waiting.add(model);
        }
    }

    @EventListener(EarlierNodesEnded.class)
    void deployWaiting() throws IOException {
        for (Model model : waiting) {
            // another node may have been faster
            if (newestVersion(model).orElse(0) < model.version()) {
                deploy(model);
                log.info("Version {} of the model {} is used from now on", model.version(), model.key());
                events.publishEvent(new ModelDeployed(model.key()));
            }
            waiting.remove(model);
        }
    }

    private Optional<Integer> newestVersion(Model model) {
        return Optional.ofNullable(repository
                        .createProcessDefinitionQuery()
                        .processDefinitionKey(model.key())
                        .withoutTenantId()
                        .latestVersion()
                        .singleResult())
                .map(ProcessDefinition::getVersionTag)
                .map(Integer::valueOf);
    }

    private void deploy(Model model) throws IOException {
        DeploymentBuilder deployment = repository
                .createDeployment()
                .name(model.file().getFilename())
                .source("enlist")
                .enableDuplicateFiltering(false);
        try (InputStream bpmn = model.file().getInputStream()) {
            deployment.addInputStream(model.file().getFilename(), bpmn);
        }
        for (String form : model.forms()) {
            try (InputStream json = new ClassPathResource("bpmn/" + form).getInputStream()) {
                deployment.addInputStream(form, json);
            }
        }
        deployment.deploy();
    }

    /** Parsed as a stream, because the engine's model API takes a second of every start. */
    private static Model read(Resource file) throws IOException {
        String key = "";
        int version = 0;
        Set<String> forms = new LinkedHashSet<>();
        try (InputStream bpmn = file.getInputStream()) {
            XMLStreamReader elements = SecureXml.streamReader(bpmn);
            while (elements.hasNext()) {
                if (elements.next() == XMLStreamConstants.START_ELEMENT) {
                    if (elements.getLocalName().equals(BpmnModelConstants.BPMN_ELEMENT_PROCESS)) {
                        key = elements.getAttributeValue(null, BpmnModelConstants.BPMN_ATTRIBUTE_ID);
                        version = Integer.parseInt(elements.getAttributeValue(
                                BpmnModelConstants.CAMUNDA_NS, BpmnModelConstants.CAMUNDA_ATTRIBUTE_VERSION_TAG));
                    }
                    String form = elements.getAttributeValue(BpmnModelConstants.CAMUNDA_NS, "formRef");
                    if (form != null) {
                        forms.add(form + ".form");
                    }
                }
            }
            elements.close();
        } catch (XMLStreamException e) {
            throw new IOException("Not a model: " + file.getDescription(), e);
        }
        return new Model(file, key, version, forms);
    }
}
