package dev.enlist.campaign;

import dev.enlist.shared.problem.Conflict;
import dev.enlist.template.GroupCompatibility;
import java.util.stream.Collectors;

/** Template version, group and program do not go together; names everything that stands in the way. */
public class IncompatibleTemplateGroup extends Conflict {

    IncompatibleTemplateGroup(GroupCompatibility found) {
        super(
                "incompatible-template-group",
                found.reasons().stream().map(GroupCompatibility.Reason::message).collect(Collectors.joining(" ")));
        with("reasons", found.reasons());
    }
}
