package dev.enlist.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a program of a template may be offered to a participant group.
 *
 * @param reasons everything that stands in the way; empty where they go together
 */
public record GroupCompatibility(List<Reason> reasons) {

    /**
     * What stands in the way.
     *
     * @param code    {@code template-version-not-active}, {@code group-not-active}, {@code program-without-type},
     *                {@code program-type-not-eligible} or {@code no-shared-tag}
     * @param message the same for people
     */
    public record Reason(String code, String message) {}

    public boolean isCompatible() {
        return reasons.isEmpty();
    }

    /** @param programType type of the program to be offered, or null for a program that has none */
    public static GroupCompatibility of(TemplateVersion version, GroupDetails group, @Nullable String programType) {
        return of(version.ref(), version.status(), version.content().suitableForGroups(), group, programType);
    }

    static GroupCompatibility of(
            TemplateRef template,
            VersionStatus status,
            List<String> suitableFor,
            GroupDetails group,
            @Nullable String programType) {
        List<Reason> reasons = new ArrayList<>();
        if (status != VersionStatus.ACTIVE) {
            reasons.add(new Reason(
                    "template-version-not-active", "Template " + template + " is " + status.wire() + ", not active."));
        }
        if (group.status() != GroupStatus.ACTIVE) {
            reasons.add(new Reason("group-not-active", "The group " + group.name() + " is not active."));
        }
        if (programType == null) {
            reasons.add(new Reason("program-without-type", "The program has no type, so no group is eligible for it."));
        } else if (!group.eligibleProgramTypes().contains(programType)) {
            reasons.add(new Reason(
                    "program-type-not-eligible",
                    "The group may take part in " + listed(group.eligibleProgramTypes()) + ", not in " + programType
                            + "."));
        }
        if (!suitableFor.isEmpty() && Collections.disjoint(suitableFor, group.tags())) {
            reasons.add(new Reason(
                    "no-shared-tag",
                    "The template is for groups tagged " + listed(suitableFor) + "; this one is tagged "
                            + listed(group.tags()) + "."));
        }
        return new GroupCompatibility(List.copyOf(reasons));
    }

    private static String listed(List<String> words) {
        return words.isEmpty() ? "nothing" : String.join(", ", words);
    }
}
