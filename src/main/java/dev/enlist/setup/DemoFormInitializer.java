package dev.enlist.setup;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.enlist.form.ApplicationSettings;
import dev.enlist.program.InstanceDetails;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.shared.Actor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/** Publishes the forms of the demo programs, in English and Spanish, and switches their mails on. */
@Component
class DemoFormInitializer {

    private static final Actor DEMO = Actor.process("demo", "Demo data");

    private static final Map<String, Object> MAILS =
            Map.of("applicant", List.of("submitted", "approved", "rejected"), "replyTo", "programs@example.com");

    /** Minutes. */
    private static final int DURATION = 5;

    private final ProgramInstanceService instances;
    private final ObjectMapper json;

    DemoFormInitializer(ProgramInstanceService instances, ObjectMapper json) {
        this.instances = instances;
        this.json = json;
    }

    /** @param path of the form, {@code /apply/{path}}, and name of its file */
    void publish(String instanceId, String path) {
        Map<String, Object> form = form(path);
        ApplicationSettings settings = new ApplicationSettings(
                true, path, List.of("en", "es"), null, null, true, null, null, DURATION, null, null);
        instances.revise(
                instanceId,
                null,
                MissingNode.getInstance(),
                before -> new InstanceDetails(
                        before.title(),
                        before.description(),
                        before.eligibilityCriteria(),
                        before.programTerms(),
                        before.logoUrl(),
                        before.customFields(),
                        before.config(),
                        before.rules(),
                        before.active(),
                        before.startDate(),
                        before.endDate(),
                        form,
                        MAILS,
                        before.timeZone(),
                        settings),
                DEMO);
    }

    private Map<String, Object> form(String path) {
        try (InputStream file = new ClassPathResource("setup/form-" + path + ".json").getInputStream()) {
            return json.readValue(file, new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
