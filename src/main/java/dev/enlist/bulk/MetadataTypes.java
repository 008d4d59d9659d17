package dev.enlist.bulk;

import dev.enlist.eligibility.RuleSetService;
import dev.enlist.program.ProgramInstance;
import dev.enlist.program.ProgramInstanceService;
import java.time.Clock;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Types of metadata members, as declared by the rules and the form of a program instance. */
@Service
class MetadataTypes {

    private final ProgramInstanceService instances;
    private final RuleSetService ruleSets;
    private final Clock clock;

    MetadataTypes(ProgramInstanceService instances, RuleSetService ruleSets, Clock clock) {
        this.instances = instances;
        this.ruleSets = ruleSets;
        this.clock = clock;
    }

    /**
     * The boolean members of metadata, by the rule set version in force or a form field of type {@code boolean}.
     *
     * @return members with dots, such as {@code metadata.homeowner}
     */
    @Transactional(readOnly = true)
    public Set<String> booleanMembers(String programInstanceId) {
        ProgramInstance instance = instances.instance(programInstanceId);
        Set<String> members =
                new HashSet<>(ruleSets.booleanMetadata(ruleSets.inForce(instance.rules(), clock.instant())));
        Map<String, Object> form = instance.details().formConfig();
        if (form != null && form.get("fields") instanceof Collection<?> fields) {
            for (Object each : fields) {
                if (each instanceof Map<?, ?> field
                        && "boolean".equals(field.get("type"))
                        && field.get("name") instanceof String name
                        && name.startsWith("metadata.")) {
                    members.add(name);
                }
            }
        }
        return members;
    }
}
