package dev.enlist.campaign;

import dev.enlist.shared.problem.Conflict;
import dev.enlist.template.GroupCompatibility;
import java.util.stream.Collectors;

/** Template version, group and program are not compatible; names every reason. */
public class IncompatibleTemplateGroup extends Conflict {

    IncompatibleTemplateGroup(GroupCompatibility found) {
        super(
                "incompatible-template-group",
                found.reasons().stream().map(GroupCompatibility.Reason::message).collect(Collectors.joining(" ")));
        with("reasons", found.reasons());
    }
}
