package dev.enlist.bulk;

import dev.enlist.eligibility.RuleSetService;
import dev.enlist.form.FieldType;
import dev.enlist.form.FormField;
import dev.enlist.form.FormMember;
import dev.enlist.program.ProgramInstance;
import dev.enlist.program.ProgramInstanceService;
import java.time.Clock;
import java.util.HashSet;
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
     * The boolean members of metadata, by the rule set version in force or a form field of type {@code boolean} or {@code consent}.
     *
     * @return members with dots, such as {@code metadata.homeowner}
     */
    @Transactional(readOnly = true)
    public Set<String> booleanMembers(String programInstanceId) {
        ProgramInstance instance = instances.instance(programInstanceId);
        Set<String> members =
                new HashSet<>(ruleSets.booleanMetadata(ruleSets.inForce(instance.rules(), clock.instant())));
        for (FormField field : instance.form().fields()) {
            boolean truth = field.type() == FieldType.BOOLEAN || field.type() == FieldType.CONSENT;
            if (truth && field.name().startsWith(FormMember.METADATA)) {
                members.add(field.name());
            }
        }
        return members;
    }
}
