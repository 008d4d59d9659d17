package dev.enlist.program;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.shared.json.StrictJson;
import dev.enlist.shared.problem.Fault;
import dev.enlist.template.ConfigLayer;
import dev.enlist.template.ConfigLayers;
import dev.enlist.template.TemplateRef;
import dev.enlist.template.TemplateService;
import dev.enlist.template.TemplateVersion;
import dev.enlist.template.VersionStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Puts the layers of an instance's configuration together, and tells what is wrong with what they come to. */
@Component
class ConfigurationResolver {

    private final TemplateService templates;
    private final StrictJson json;
    private final WorkflowDirectory workflows;

    ConfigurationResolver(TemplateService templates, StrictJson json, WorkflowDirectory workflows) {
        this.templates = templates;
        this.json = json;
        this.workflows = workflows;
    }

    /** The version that is meant, where it may be used for something new; otherwise null, and a fault. */
    @Nullable
    TemplateVersion usable(TemplateRef ref, String pointer, List<Fault> faults) {
        TemplateVersion version = templates.find(ref).orElse(null);
        if (version == null) {
            faults.add(new Fault(pointer, "names no template version of this workspace"));
        } else if (version.status() != VersionStatus.ACTIVE) {
            faults.add(new Fault(
                    pointer,
                    "names a version that is " + version.status().wire() + "; only an active one may be used"));
            return null;
        }
        return version;
    }

    /** The layers of a new instance. */
    ConfigLayers layers(
            @Nullable TemplateVersion template,
            List<ConfigLayer> between,
            String title,
            ObjectNode config,
            ConfigLayer.Stamp by) {
        List<ConfigLayer> layers = new ArrayList<>();
        if (template != null) {
            layers.add(template.layer());
        }
        layers.addAll(between);
        ObjectNode nothing = JsonNodeFactory.instance.objectNode();
        layers.add(ConfigLayer.of(ConfigLayer.INSTANCE, null, title, null, nothing, by));
        return new ConfigLayers(layers).patched(pinned(config), by);
    }

    /** A workflow that is chosen without a version gets the newest one. */
    private ObjectNode pinned(ObjectNode patch) {
        ObjectNode pinned = patch.deepCopy();
        for (String kind : List.of("review", "exit")) {
            if (pinned.path(kind).path("workflow") instanceof ObjectNode choice
                    && choice.path("slug").isTextual()
                    && !choice.hasNonNull("version")) {
                workflows
                        .newest(choice.path("slug").textValue(), kind)
                        .ifPresent(newest -> choice.put("version", newest));
            }
        }
        return pinned;
    }

    /**
     * The layers after a merge patch of what they come to.
     *
     * @param patch missing for no change, null for nothing that the instance itself says
     */
    ConfigLayers patched(ConfigLayers layers, JsonNode patch, ConfigLayer.Stamp by, List<Fault> faults) {
        if (patch.isMissingNode()) {
            return layers;
        }
        if (patch.isNull()) {
            return layers.withoutOwn(by);
        }
        if (patch instanceof ObjectNode object) {
            return layers.patched(pinned(object), by);
        }
        faults.add(new Fault("/config", "must be an object"));
        return layers;
    }

    /** Every fault of what the layers come to, with pointers that begin at the instance. */
    List<Fault> faults(ConfigLayers layers, @Nullable TemplateVersion template) {
        List<Fault> found = template == null ? templates.faults(layers) : templates.faults(template, layers);
        return found.stream()
                .map(fault -> new Fault("/config" + fault.pointer(), fault.message()))
                .toList();
    }

    /** The version that an instance is on, or null. */
    @Nullable
    TemplateVersion of(ProgramInstance instance) {
        return instance.templateVersionId().map(templates::version).orElse(null);
    }

    Map<String, Object> effective(ConfigLayers layers) {
        return json.toMap(layers.effective());
    }
}
