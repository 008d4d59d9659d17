package dev.enlist.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The properties of a participant group that callers may set.
 *
 * @param tags                 what kind of people they are; a template may ask for one of them
 * @param eligibleProgramTypes kinds of programs that the group may take part in
 * @param estimatedMembers     approximate number of people; null where unknown
 */
public record GroupDetails(
        String slug,
        String name,
        String description,
        GroupStatus status,
        List<String> tags,
        List<String> eligibleProgramTypes,
        @Nullable Integer estimatedMembers) {}
