package dev.enlist.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What may be said of a participant group.
 *
 * @param tags                 what kind of people they are; a template may ask for one of them
 * @param eligibleProgramTypes kinds of programs that the group may take part in
 * @param estimatedMembers     how many people there are, roughly; null where nobody knows
 */
public record GroupDetails(
        String slug,
        String name,
        String description,
        GroupStatus status,
        List<String> tags,
        List<String> eligibleProgramTypes,
        @Nullable Integer estimatedMembers) {}
