package dev.enlist.shared.web;

import dev.enlist.shared.Cuid;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.springframework.data.domain.Sort;

/**
 * Reads the query parameters of a list: {@code page} and {@code perPage}, or {@code after}, and {@code sort} by a
 * white-listed field ({@code name} ascending, {@code -name} descending). Without {@code sort} the order is that of
 * creation, and {@code after} continues it; an empty {@code after} begins.
 */
public final class ListParameters {

    private ListParameters() {}

    /** Beyond this a numbered page costs too much; {@code after} has no such limit. */
    private static final int MAX_OFFSET = 1_000_000;

    /**
     * Reads the parameters of a request.
     *
     * @param sortable wire name to property path of each field that may order this list
     */
    public static ListQuery read(Map<String, String> parameters, Map<String, String> sortable) {
        return read(parameters, sortable, List.of());
    }

    /**
     * The same, together with what was found wrong with the filters of the list.
     *
     * @throws InvalidInput naming the faults given and those found here
     */
    public static ListQuery read(
            Map<String, String> parameters, Map<String, String> sortable, List<Fault> faultsOfFilters) {
        List<Fault> faults = new ArrayList<>(faultsOfFilters);
        int page = number(parameters, "page", 0, 0, Integer.MAX_VALUE, faults);
        int perPage = number(parameters, "perPage", ListQuery.DEFAULT_PER_PAGE, 1, ListQuery.MAX_PER_PAGE, faults);
        if ((long) page * perPage > MAX_OFFSET) {
            faults.add(new Fault("/page", "reaches beyond " + MAX_OFFSET + " items; walk the list with after"));
        }
        String after = parameters.get("after");
        if (after != null && !after.isEmpty() && !Cuid.isCuid(after)) {
            faults.add(new Fault("/after", "must be an id"));
        }
        String wanted = parameters.get("sort");
        Sort sort = Sort.by("id");
        if (wanted != null) {
            if (after != null) {
                faults.add(new Fault("/sort", "cannot be combined with after, which walks in order of creation"));
            }
            sort = sort(wanted, sortable, faults);
        }
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
        return new ListQuery(page, perPage, after, sort);
    }

    private static Sort sort(String wanted, Map<String, String> sortable, List<Fault> faults) {
        boolean descending = wanted.startsWith("-") || wanted.endsWith(",desc");
        String name = wanted.replaceFirst("^[-+]", "")
                .replaceFirst(",(asc|desc)$", "")
                .trim();
        String property = sortable.get(name);
        if (property == null) {
            faults.add(new Fault("/sort", "must be one of " + String.join(", ", new TreeSet<>(sortable.keySet()))));
            return Sort.by("id");
        }
        // both the same way, as an index runs
        Sort.Direction direction = descending ? Sort.Direction.DESC : Sort.Direction.ASC;
        return Sort.by(direction, property, "id");
    }

    private static int number(
            Map<String, String> parameters, String name, int otherwise, int least, int most, List<Fault> faults) {
        String text = parameters.get(name);
        if (text == null) {
            return otherwise;
        }
        try {
            int value = Integer.parseInt(text.trim());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // reported below, like a number out of range
        }
        faults.add(new Fault(
                "/" + name,
                most == Integer.MAX_VALUE
                        ? "must be a whole number from " + least
                        : "must be a whole number from " + least + " to " + most));
        return otherwise;
    }
}
