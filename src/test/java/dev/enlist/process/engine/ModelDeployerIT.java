package dev.enlist.process.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enlist.database.LaterRelease;
import dev.enlist.support.EnlistIT;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.camunda.bpm.engine.RepositoryService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.ClassPathResource;

/** A later model is used when all nodes know it, and an earlier one not any more then. */
@EnlistIT
class ModelDeployerIT {

    private static final String SHIPPED = "bpmn/enrollment-lifecycle.bpmn";

    @Autowired
    ModelDeployer deployer;

    @Autowired
    RepositoryService repository;

    @AfterEach
    void useTheShippedModelAgain() throws IOException {
        deploy(text(SHIPPED));
    }

    @Test
    void aLaterModelWaitsForTheEndOfEarlierNodes() throws IOException {
        String shipped = newest();
        deploy(text("models/enrollment-lifecycle-version-4.bpmn"));

        deployer.afterSingletonsInstantiated();
        assertThat(newest()).isEqualTo("4");
        deployer.deployWaiting();
        assertThat(newest()).isEqualTo(shipped);
    }

    @Test
    void aNodeWhoseModelIsEarlierDoesNotStart() throws IOException {
        deploy(text(SHIPPED).replace("versionTag=\"" + newest() + "\"", "versionTag=\"99\""));

        assertThatThrownBy(deployer::afterSingletonsInstantiated)
                .isInstanceOf(LaterRelease.class)
                .hasMessageContaining("version 99");
    }

    private String newest() {
        return repository
                .createProcessDefinitionQuery()
                .processDefinitionKey("enrollment-lifecycle")
                .withoutTenantId()
                .latestVersion()
                .singleResult()
                .getVersionTag();
    }

    private void deploy(String model) throws IOException {
        repository
                .createDeployment()
                .name("enrollment-lifecycle.bpmn")
                .source("enlist")
                .enableDuplicateFiltering(false)
                .addString("enrollment-lifecycle.bpmn", model)
                .addString("review-enrollment.form", text("bpmn/review-enrollment.form"))
                .addString("evaluate-manually.form", text("bpmn/evaluate-manually.form"))
                .deploy();
    }

    private static String text(String resource) throws IOException {
        return new ClassPathResource(resource).getContentAsString(StandardCharsets.UTF_8);
    }
}
