package dev.enlist.program;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What may be said of a program.
 *
 * @param type    kebab-case kind, such as {@code rebate}, {@code demand-response}, {@code vpp}, {@code mentorship}
 * @param states  USPS codes of where it is available; empty means everywhere
 * @param year    program year, or null for one that has none
 * @param endTime when the program ends, for all its instances; null while open-ended
 */
public record ProgramDetails(
        String slug,
        String name,
        String description,
        @Nullable String type,
        List<String> states,
        boolean active,
        Visibility visibility,
        @Nullable Integer year,
        @Nullable Instant endTime) {}
