package dev.enlist.graphql;

import dev.enlist.customer.CustomerMergeService;
import dev.enlist.customer.DuplicateFilter;
import dev.enlist.customer.DuplicateService;
import dev.enlist.customer.MergeConflict;
import dev.enlist.shared.Actor;
import dev.enlist.shared.access.AccessGate;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.problem.Fault;
import graphql.schema.DataFetchingEnvironment;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.stereotype.Controller;

/** Customers that may be one person, and their merge. */
@Controller
class DuplicateGraphController {

    private static final String CUSTOMER = "customer";
    private static final String PAIR = "pair of customers";
    private static final int HIGHEST_SCORE = 100;

    private final DuplicateService duplicates;
    private final CustomerMergeService merges;
    private final AccessGate gate;

    DuplicateGraphController(DuplicateService duplicates, CustomerMergeService merges, AccessGate gate) {
        this.duplicates = duplicates;
        this.merges = merges;
        this.gate = gate;
    }

    /** A shared fact with its points. */
    public record Reason(String code, int points) {}

    /** Who dismissed a pair, and when. */
    public record Dismissal(StatusChangeNode.By by, Instant at) {}

    /** Two customers that may be one person. */
    public record CustomerDuplicate(
            String id,
            int score,
            List<Reason> reasons,
            List<PersonNode.CustomerNode> customers,
            @Nullable Dismissal dismissed,
            Instant createdAt,
            Instant updatedAt,
            int version)
            implements IdentifiedNode {

        static CustomerDuplicate of(DuplicateService.Compared compared) {
            return new CustomerDuplicate(
                    compared.pair().getId(),
                    compared.pair().score(),
                    compared.pair().reasons().stream()
                            .map(reason -> new Reason(reason.wire(), reason.points()))
                            .toList(),
                    List.of(
                            PersonNode.CustomerNode.of(compared.first()),
                            PersonNode.CustomerNode.of(compared.second())),
                    compared.pair()
                            .dismissal()
                            .map(dismissal -> {
                                Actor by = dismissal.by();
                                return new Dismissal(
                                        new StatusChangeNode.By(by.type().wire(), by.id(), by.name()), dismissal.at());
                            })
                            .orElse(null),
                    compared.pair().createdAt(),
                    compared.pair().updatedAt(),
                    compared.pair().version());
        }
    }

    /** A merge, or its preview. */
    public record CustomerMerge(
            boolean dryRun,
            String mergedId,
            PersonNode.CustomerNode customer,
            List<String> filled,
            List<String> enrollmentIds,
            List<String> leadIds,
            List<String> apiKeyIds,
            List<MergeConflict> conflicts)
            implements IdentifiedNode {

        @Override
        public String id() {
            return customer.id();
        }
    }

    @Requires(value = Scope.PEOPLE_READ, limited = Requires.Limited.FILTERED)
    @QueryMapping
    NodeConnection<CustomerDuplicate> customerDuplicates(DataFetchingEnvironment field) {
        Integer minScore = field.getArgument("minScore");
        List<Fault> faults = minScore != null && (minScore < 0 || minScore > HIGHEST_SCORE)
                ? List.of(new Fault("/minScore", "must be a whole number from 0 to 100"))
                : List.of();
        ListArguments arguments = ListArguments.of(field, faults);
        DuplicateFilter filter = new DuplicateFilter(
                field.getArgument("customerId"),
                field.getArgument("enrollmentId"),
                minScore == null ? 0 : minScore,
                Boolean.TRUE.equals(field.getArgument("dismissed")));
        return NodeConnection.of(
                duplicates
                        .list(arguments.query(), filter, CustomerDuplicate::of)
                        .data(),
                arguments.first());
    }

    @Requires(value = Scope.PEOPLE_WRITE, limited = Requires.Limited.FILTERED)
    @MutationMapping
    CustomerDuplicate dismissCustomerDuplicate(DataFetchingEnvironment field) {
        return CustomerDuplicate.of(
                duplicates.dismiss(ArgumentBinder.id(field, "id", PAIR), ArgumentBinder.tag(field), gate.actor()));
    }

    @Requires(value = Scope.PEOPLE_WRITE, limited = Requires.Limited.FILTERED)
    @MutationMapping
    CustomerDuplicate restoreCustomerDuplicate(DataFetchingEnvironment field) {
        return CustomerDuplicate.of(
                duplicates.restore(ArgumentBinder.id(field, "id", PAIR), ArgumentBinder.tag(field)));
    }

    @Requires(value = Scope.PEOPLE_WRITE, limited = Requires.Limited.CLOSED)
    @MutationMapping
    CustomerMerge mergeCustomer(DataFetchingEnvironment field) {
        String id = ArgumentBinder.id(field, "id", CUSTOMER);
        String into = ArgumentBinder.id(field, "into", CUSTOMER);
        boolean dryRun = Boolean.TRUE.equals(field.getArgument("dryRun"));
        CustomerMergeService.Merge merge = dryRun
                ? merges.preview(id, into, ArgumentBinder.tag(field))
                : merges.merge(id, into, ArgumentBinder.tag(field), gate.actor());
        return new CustomerMerge(
                dryRun,
                merge.mergedId(),
                PersonNode.CustomerNode.of(merge.customer()),
                merge.filled(),
                merge.moved().getOrDefault("enrollments", List.of()),
                merge.moved().getOrDefault("leads", List.of()),
                merge.moved().getOrDefault("apiKeys", List.of()),
                merge.conflicts());
    }
}
