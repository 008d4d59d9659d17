package dev.enlist.workflow;

import dev.enlist.workflow.model.WorkflowKind;
import dev.enlist.workflow.model.WorkflowModel;
import dev.enlist.workflow.model.WorkflowParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.core.io.ClassPathResource;

/**
 * A workflow that is part of the product. Its file is in {@code bpmn/workflows}. A changed file needs the next number: the
 * applications in flight keep the former one.
 *
 * @param id has the form of the ids of other workflows, and is the same in every installation
 */
public record ShippedWorkflow(String id, String slug, String name, WorkflowKind kind, int number, String bpmn) {

    public static final String NOTE = "As shipped with Enlist";
    public static final String PUBLISHER = "Enlist";

    /** When the product got workflows. */
    static final Instant SINCE = Instant.parse("2026-11-29T00:00:00Z");

    private static final List<ShippedWorkflow> ALL = List.of(
            read("cshipped00review00single0", "review-single", "Review by one person", WorkflowKind.REVIEW),
            read("cshipped00review00two0000", "review-two-person", "Review by two people", WorkflowKind.REVIEW),
            read(
                    "cshipped00review00verify0",
                    "review-verify-then-single",
                    "Verify device and account, then review by one person",
                    WorkflowKind.REVIEW),
            read("cshipped00review00auto000", "review-automatic", "Review by the rules", WorkflowKind.REVIEW),
            read("cshipped00exit00default00", "exit-default", "Exit at once", WorkflowKind.EXIT),
            read("cshipped00exit00notice000", "exit-notice-period", "Exit after a notice period", WorkflowKind.EXIT));

    private static final Map<String, ShippedWorkflow> BY_SLUG =
            ALL.stream().collect(Collectors.toUnmodifiableMap(ShippedWorkflow::slug, Function.identity()));

    private static final Map<String, WorkflowModel> MODELS = ALL.stream()
            .collect(Collectors.toUnmodifiableMap(
                    ShippedWorkflow::slug,
                    shipped -> Objects.requireNonNull(
                            WorkflowParser.parse(shipped.bpmn()).model())));

    public static List<ShippedWorkflow> all() {
        return ALL;
    }

    public static Optional<ShippedWorkflow> find(String slug) {
        return Optional.ofNullable(BY_SLUG.get(slug));
    }

    public static boolean isShipped(String slug) {
        return BY_SLUG.containsKey(slug);
    }

    public WorkflowModel model() {
        return Objects.requireNonNull(MODELS.get(slug));
    }

    /** The draft of a new workflow of this kind. */
    static ShippedWorkflow first(WorkflowKind kind) {
        return ALL.stream()
                .filter(shipped -> shipped.kind() == kind)
                .findFirst()
                .orElseThrow();
    }

    private static ShippedWorkflow read(String id, String slug, String name, WorkflowKind kind) {
        try {
            return new ShippedWorkflow(
                    id,
                    slug,
                    name,
                    kind,
                    1,
                    new ClassPathResource("bpmn/workflows/" + slug + ".bpmn")
                            .getContentAsString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
