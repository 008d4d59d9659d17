package dev.enlist.workflow.request;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request to another system, at which a workflow waits.
 *
 * @param stepId      unique and stable while the process waits; at most 64 characters
 * @param workflow    slug
 * @param version     of the workflow
 * @param elementId   id of the element in the diagram
 * @param elementName name of the element for people
 * @param topic       without the prefix {@code request:}
 * @param variables   what the step names, by path such as {@code metadata.utilityAccount}; null where a value is not known.
 *                    May be personal data
 * @param results     types of the results that the other system may hand back, by name: the property {@code results}, read by
 *                    {@link ResultType#parse}
 * @param retries     how often a failed request is tried again, 0 to 10
 * @param retryAfter  time before the first retry, doubled each time
 */
public record RequestStep(
        String stepId,
        String enrollmentId,
        String programInstanceId,
        String workflow,
        int version,
        String elementId,
        String elementName,
        String topic,
        Map<String, @Nullable Object> variables,
        Map<String, ResultType> results,
        int retries,
        Duration retryAfter,
        Instant startedAt) {}
