package dev.enlist.program;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.shared.json.StrictJson;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.template.BuiltInSectionSource;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The sections of {@link InstanceConfig}, which every instance has beside the fields of its template. */
@Component
class BuiltInSectionValidator implements BuiltInSectionSource {

    private final StrictJson json;
    private final ExitWorkflowDirectory exitWorkflows;

    BuiltInSectionValidator(StrictJson json, ExitWorkflowDirectory exitWorkflows) {
        this.json = json;
        this.exitWorkflows = exitWorkflows;
    }

    @Override
    public Set<String> names() {
        return Arrays.stream(InstanceConfig.class.getRecordComponents())
                .map(RecordComponent::getName)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public List<Fault> faults(ObjectNode sections) {
        List<Fault> faults = new ArrayList<>();
        try {
            InstanceConfig config = json.read(sections, InstanceConfig.class);
            if (!exitWorkflows.isDeployed(InstanceConfig.exitProcess(json.toMap(config)))) {
                faults.add(new Fault("/exit/process", "names no exit workflow that is deployed"));
            }
            if (config.review() != null && !config.review().hasDistinctCodes()) {
                faults.add(new Fault("/review/rejectionReasons", "must have each code once"));
            }
        } catch (InvalidInput e) {
            faults.addAll(e.faults());
        }
        return faults;
    }

    @Override
    public boolean declares(List<String> path) {
        Class<?> section = InstanceConfig.class;
        for (String name : path) {
            if (Map.class.isAssignableFrom(section)) {
                return true;
            }
            Optional<RecordComponent> member = section.isRecord()
                    ? Arrays.stream(section.getRecordComponents())
                            .filter(component -> component.getName().equals(name))
                            .findFirst()
                    : Optional.empty();
            if (member.isEmpty()) {
                return false;
            }
            section = member.get().getType();
        }
        return true;
    }
}
