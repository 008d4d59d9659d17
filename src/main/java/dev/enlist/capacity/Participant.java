package dev.enlist.capacity;

import dev.enlist.shared.Money;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The consumer of units: an enrollment in an instance, with the properties that decide its segments.
 *
 * @param state     code of the state, where it is known
 * @param incentive what it takes of budgets; null where it has no amount
 */
public record Participant(
        String enrollmentId,
        String programInstanceId,
        @Nullable String state,
        List<String> tags,
        @Nullable Money incentive) {}
