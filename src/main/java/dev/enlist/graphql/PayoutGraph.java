package dev.enlist.graphql;

import dev.enlist.payout.PayoutQuery;
import dev.enlist.payout.PayoutService;
import dev.enlist.payout.PayoutStatus;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import graphql.schema.DataFetchingEnvironment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.BatchMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.stereotype.Controller;

/** Payouts in the graph, for reading. */
@Controller
class PayoutGraph {

    private final PayoutService service;
    private final PayoutQuery query;

    PayoutGraph(PayoutService service, PayoutQuery query) {
        this.service = service;
        this.query = query;
    }

    @Requires(value = Scope.PAYOUTS_READ, limited = Requires.Limited.FILTERED)
    @QueryMapping
    PayoutNode payout(DataFetchingEnvironment field) {
        return PayoutNode.of(service.payout(field.getArgument("id")));
    }

    @Requires(value = Scope.PAYOUTS_READ, limited = Requires.Limited.FILTERED)
    @QueryMapping
    NodeConnection<PayoutNode> payouts(DataFetchingEnvironment field) {
        List<Fault> faults = new ArrayList<>();
        List<PayoutStatus> statuses = new ArrayList<>();
        List<String> named = field.getArgument("status");
        for (String name : named == null ? List.<String>of() : named) {
            PayoutStatus.ofWire(name)
                    .ifPresentOrElse(
                            statuses::add,
                            () -> faults.add(new Fault(
                                    "/status", "must be due, scheduled, sent, paid, failed, returned or cancelled")));
        }
        ListArguments arguments = ListArguments.of(field, faults);
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
        PayoutQuery.Filter filter = new PayoutQuery.Filter(
                statuses,
                one(field.getArgument("programInstanceId")),
                null,
                field.getArgument("batchId"),
                null,
                null,
                null,
                null);
        return NodeConnection.of(
                query.list(
                                arguments.query(),
                                filter,
                                found -> found.stream().map(PayoutNode::of).toList())
                        .data(),
                arguments.first());
    }

    private static List<String> one(@Nullable String id) {
        return id == null ? List.of() : List.of(id);
    }

    @Requires(value = Scope.PAYOUTS_READ, of = Requires.Subject.ENROLLMENT)
    @BatchMapping(typeName = "Enrollment", field = "payouts")
    Map<EnrollmentNode, List<PayoutNode>> ofEnrollments(List<EnrollmentNode> enrollments) {
        Map<String, List<PayoutNode>> found =
                service
                        .ofEnrollments(
                                enrollments.stream().map(EnrollmentNode::id).toList())
                        .stream()
                        .map(PayoutNode::of)
                        .collect(Collectors.groupingBy(PayoutNode::enrollmentId));
        Map<EnrollmentNode, List<PayoutNode>> answers = new LinkedHashMap<>();
        enrollments.forEach(enrollment -> answers.put(enrollment, found.getOrDefault(enrollment.id(), List.of())));
        return answers;
    }
}
