package dev.enlist.graphql;

import dev.enlist.activity.ParticipationService;
import dev.enlist.outcome.OutcomeService;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.graphql.data.method.annotation.BatchMapping;
import org.springframework.stereotype.Controller;

/** What enrollments bring, and the activities in which they take part, in the graph. */
@Controller
class OutcomeGraph {

    private final OutcomeService outcomes;
    private final ParticipationService participations;

    OutcomeGraph(OutcomeService outcomes, ParticipationService participations) {
        this.outcomes = outcomes;
        this.participations = participations;
    }

    @Requires(value = Scope.OUTCOMES_READ, of = Requires.Subject.ENROLLMENT)
    @BatchMapping(typeName = "Enrollment", field = "outcomes")
    Map<EnrollmentNode, List<OutcomeNode>> outcomes(List<EnrollmentNode> enrollments) {
        var found = outcomes.ofEnrollments(
                enrollments.stream().map(EnrollmentNode::id).toList());
        Map<EnrollmentNode, List<OutcomeNode>> answers = new LinkedHashMap<>();
        enrollments.forEach(enrollment -> answers.put(
                enrollment,
                found.getOrDefault(enrollment.id(), List.of()).stream()
                        .map(OutcomeNode::of)
                        .toList()));
        return answers;
    }

    @Requires(value = Scope.ACTIVITIES_READ, of = Requires.Subject.ENROLLMENT)
    @BatchMapping(typeName = "Enrollment", field = "participations")
    Map<EnrollmentNode, List<ParticipationNode>> participations(List<EnrollmentNode> enrollments) {
        var found = participations.ofEnrollments(
                enrollments.stream().map(EnrollmentNode::id).toList());
        Map<EnrollmentNode, List<ParticipationNode>> answers = new LinkedHashMap<>();
        enrollments.forEach(enrollment -> answers.put(
                enrollment,
                found.getOrDefault(enrollment.id(), List.of()).stream()
                        .map(ParticipationNode::of)
                        .toList()));
        return answers;
    }
}
