package dev.enlist.graphql;

import dev.enlist.shared.Cuid;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import graphql.schema.DataFetchingEnvironment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Sort;

/**
 * The arguments {@code first}, {@code after} and {@code filter} of a list. Lists are paged by key, so every page costs
 * the same.
 */
record ListArguments(int first, String after, Map<String, Object> filter) {

    static final int MOST = 200;

    /** @throws InvalidInput naming the faults of these arguments and {@code faultsOfFilter} */
    static ListArguments of(DataFetchingEnvironment field, List<Fault> faultsOfFilter) {
        List<Fault> faults = new ArrayList<>(faultsOfFilter);
        Integer first = field.getArgument("first");
        int wanted = first == null ? ListQuery.DEFAULT_PER_PAGE : first;
        if (wanted < 1 || wanted > MOST) {
            faults.add(new Fault("/first", "must be a whole number from 1 to " + MOST));
        }
        String after = field.getArgument("after");
        if (after != null && !after.isEmpty() && !Cuid.isCuid(after)) {
            faults.add(new Fault("/after", "must be a cursor of this list"));
        }
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
        return new ListArguments(wanted, after == null ? "" : after, filter(field));
    }

    static ListArguments of(DataFetchingEnvironment field) {
        return of(field, List.of());
    }

    static Map<String, Object> filter(DataFetchingEnvironment field) {
        Map<String, Object> filter = field.getArgument("filter");
        return filter == null ? Map.of() : filter;
    }

    /** Reads one row more than requested, to know whether there is a next page. */
    ListQuery query() {
        return new ListQuery(0, first + 1, after, Sort.by("id"));
    }

    @Nullable
    String text(String name) {
        return (String) filter.get(name);
    }

    @Nullable
    Boolean flag(String name) {
        return (Boolean) filter.get(name);
    }
}
