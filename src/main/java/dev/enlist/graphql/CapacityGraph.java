package dev.enlist.graphql;

import dev.enlist.capacity.PoolView;
import dev.enlist.capacity.WaitlistRepository;
import dev.enlist.enrollment.WaitlistService;
import dev.enlist.program.InstanceCapacity;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import graphql.schema.DataFetchingEnvironment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.stereotype.Controller;

/** Capacity and waitlists of program instances in the graph, by the services of REST. */
@Controller
class CapacityGraph {

    /** The capacity of a program instance; without figures where nothing of its own limits it. */
    public record CapacityNode(String programInstanceId, String level, PoolView pool, int version)
            implements IdentifiedNode {

        static CapacityNode of(String programInstanceId, InstanceCapacity.Standing standing) {
            PoolView view = standing.pool()
                    .map(pool -> PoolView.of(pool, standing.waitlist()))
                    .orElseGet(() -> PoolView.unlimited(programInstanceId, standing.waitlist()));
            return new CapacityNode(programInstanceId, view.level().wire(), view, standing.version());
        }

        @Override
        public String id() {
            return programInstanceId;
        }
    }

    /**
     * The waitlist of a program instance.
     *
     * @param offerHours null where there is no waitlist
     * @param version    of the program instance
     */
    public record WaitlistNode(
            String programInstanceId,
            boolean enabled,
            @Nullable Integer offerHours,
            int totalItems,
            List<WaitlistRepository.Place> places,
            int version)
            implements IdentifiedNode {

        static WaitlistNode of(String programInstanceId, WaitlistService.Queue queue) {
            Integer hours = queue.terms().hours();
            Long total = queue.places().totalItems();
            return new WaitlistNode(
                    programInstanceId,
                    hours != null,
                    hours,
                    total == null ? 0 : Math.toIntExact(total),
                    queue.places().data(),
                    queue.instance().version());
        }

        @Override
        public String id() {
            return programInstanceId;
        }
    }

    private final InstanceCapacity capacity;
    private final WaitlistService waitlist;
    private final ArgumentBinder inputs;

    CapacityGraph(InstanceCapacity capacity, WaitlistService waitlist, ArgumentBinder inputs) {
        this.capacity = capacity;
        this.waitlist = waitlist;
        this.inputs = inputs;
    }

    @Requires(value = Scope.CAPACITY_READ, of = Requires.Subject.PROGRAM_INSTANCE)
    @QueryMapping
    CapacityNode capacity(DataFetchingEnvironment field) {
        String id = instanceId(field);
        return CapacityNode.of(id, capacity.of(id));
    }

    @Requires(value = Scope.CAPACITY_READ, of = Requires.Subject.PROGRAM_INSTANCE)
    @QueryMapping
    WaitlistNode waitlist(DataFetchingEnvironment field) {
        List<Fault> faults = new ArrayList<>();
        int page = number(field, "page", 0, 0, 10_000, faults);
        int perPage = number(field, "perPage", ListQuery.DEFAULT_PER_PAGE, 1, ListArguments.MOST, faults);
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
        String id = instanceId(field);
        return WaitlistNode.of(id, waitlist.of(id, page, perPage));
    }

    @Requires(value = Scope.CAPACITY_WRITE, of = Requires.Subject.PROGRAM_INSTANCE)
    @MutationMapping
    CapacityNode updateCapacity(DataFetchingEnvironment field) {
        String id = instanceId(field);
        return CapacityNode.of(id, capacity.change(id, ArgumentBinder.tag(field), inputs.document(field)));
    }

    @Requires(value = Scope.CAPACITY_WRITE, of = Requires.Subject.PROGRAM_INSTANCE)
    @MutationMapping
    WaitlistNode updateWaitlist(DataFetchingEnvironment field) {
        String id = instanceId(field);
        capacity.changeWaitlist(id, ArgumentBinder.tag(field), inputs.document(field));
        return WaitlistNode.of(id, waitlist.of(id, 0, ListQuery.DEFAULT_PER_PAGE));
    }

    private static int number(
            DataFetchingEnvironment field, String name, int otherwise, int least, int most, List<Fault> faults) {
        Integer given = field.getArgument(name);
        if (given != null && (given < least || given > most)) {
            faults.add(new Fault("/" + name, "must be a whole number from " + least + " to " + most));
        }
        return given == null ? otherwise : given;
    }

    private static String instanceId(DataFetchingEnvironment field) {
        return ArgumentBinder.id(field, "programInstanceId", "program instance");
    }
}
