package dev.enlist.program.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.program.InstanceCopy;
import dev.enlist.program.InstanceDetails;
import dev.enlist.program.NewInstance;
import dev.enlist.program.NewProgram;
import dev.enlist.program.ProgramDetails;
import dev.enlist.program.ProgramDocuments;
import dev.enlist.program.ProgramInstance;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.shared.MergePatch;
import dev.enlist.shared.json.StrictJson;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads documents by the shapes of REST. */
@Component
class ProgramRequests implements ProgramDocuments {

    private final ProgramInstanceService instances;
    private final StrictJson json;

    ProgramRequests(ProgramInstanceService instances, StrictJson json) {
        this.instances = instances;
        this.json = json;
    }

    @Override
    public NewProgram program(JsonNode document) {
        return json.read(document, ProgramRequest.class).newProgram();
    }

    @Override
    public UnaryOperator<ProgramDetails> programChange(JsonNode patch) {
        if (patch.has("organizationId")) {
            throw new InvalidInput("/organizationId", "cannot be changed");
        }
        return details -> program(MergePatch.apply(json.write(ProgramRequest.of(details)), patch))
                .details();
    }

    @Override
    public NewInstance instance(JsonNode document) {
        return read(document).newInstance(json);
    }

    /** Binds the body. Where that fails, reports the faults of the configuration as well. */
    private InstanceRequest read(JsonNode body) {
        try {
            return json.read(body, InstanceRequest.class);
        } catch (InvalidInput e) {
            List<Fault> faults = new ArrayList<>(e.faults());
            instances
                    .configFaults(TemplateVersionName.Validator.ref(body.path("templateVersion")), body.path("config"))
                    .stream()
                    .filter(fault ->
                            faults.stream().noneMatch(known -> known.pointer().equals(fault.pointer())))
                    .toList()
                    .forEach(faults::add);
            throw new InvalidInput(faults);
        }
    }

    @Override
    public UnaryOperator<InstanceDetails> instanceChange(ProgramInstance before, JsonNode patch) {
        return details -> patched(before, details, patch);
    }

    private InstanceDetails patched(ProgramInstance instance, InstanceDetails details, JsonNode patch) {
        for (String other : List.of("capacity", "waitlist")) {
            if (patch.has(other)) {
                throw new InvalidInput("/" + other, "is changed by PATCH /programInstances/{id}/" + other);
            }
        }
        String programSlug = instance.program().slug();
        String template = instance.templateVersion().orElse(null);
        ObjectNode before = (ObjectNode) json.write(details);
        before.remove(List.of("rules", "config"));
        boolean sameForm = !patch.has("formConfig");
        if (sameForm) {
            // a form that was stored before a rule existed must not keep the rest of the instance from being changed
            before.remove("formConfig");
        }
        before.put("programSlug", programSlug);
        before.put("templateVersion", template);
        before.set("ruleSet", json.write(InstanceRequest.RuleSetChoice.of(details.rules())));
        JsonNode rest = patch instanceof ObjectNode object ? object.deepCopy().without("config") : patch;
        InstanceRequest after = json.read(MergePatch.apply(before, rest), InstanceRequest.class);
        if (!after.programSlug().equals(programSlug)) {
            throw new InvalidInput("/programSlug", "cannot be changed");
        }
        if (!Objects.equals(
                TemplateVersionName.Validator.ref(after.templateVersion()),
                TemplateVersionName.Validator.ref((Object) template))) {
            throw new InvalidInput("/templateVersion", "is changed by POST /programInstances/{id}/templateVersion");
        }
        InstanceDetails changed = after.details(json);
        return sameForm ? changed.withForm(details.formConfig()) : changed;
    }

    @Override
    public InstanceCopy copy(String originalId, @Nullable JsonNode document) {
        return CloneRequest.copy(
                document, json, () -> instances.instance(originalId).zone());
    }
}
