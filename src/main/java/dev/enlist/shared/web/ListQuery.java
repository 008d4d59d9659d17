package dev.enlist.shared.web;

import dev.enlist.shared.Cuid;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Sort;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;

/**
 * How a caller walks a list: {@code page} and {@code perPage} by number, or {@code after} by key, and
 * {@code sort} by a white-listed field ({@code name} ascending, {@code -name} descending). Without
 * {@code sort} the order is that of creation, and {@code after} continues it; an empty {@code after} begins.
 */
public record ListQuery(int page, int perPage, @Nullable String after, Sort sort) {

    public static final int DEFAULT_PER_PAGE = 20;
    public static final int MAX_PER_PAGE = 500;

    /** Beyond this a numbered page costs too much; {@code after} has no such limit. */
    private static final int MAX_OFFSET = 1_000_000;

    /**
     * Reads the parameters of a request.
     *
     * @param sortable wire name to property path of each field that may order this list
     */
    public static ListQuery of(Map<String, String> parameters, Map<String, String> sortable) {
        return of(parameters, sortable, List.of());
    }

    /**
     * The same, together with what was found wrong with the filters of the list.
     *
     * @throws InvalidInput naming the faults given and those found here
     */
    public static ListQuery of(
            Map<String, String> parameters, Map<String, String> sortable, List<Fault> faultsOfFilters) {
        List<Fault> faults = new ArrayList<>(faultsOfFilters);
        int page = number(parameters, "page", 0, 0, Integer.MAX_VALUE, faults);
        int perPage = number(parameters, "perPage", DEFAULT_PER_PAGE, 1, MAX_PER_PAGE, faults);
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

    /** How many items a numbered page lies behind the first; a walk by key skips none. */
    public long offset() {
        return after == null ? (long) page * perPage : 0;
    }

    /**
     * The page of what was found by other means than JPA.
     *
     * @param total asked only where the page tells it
     */
    public <S, T> Page<T> page(List<S> found, Function<S, String> key, Function<S, T> shape, LongSupplier total) {
        return counted(found, key, shape, () -> BoundedCount.of(total.getAsLong()));
    }

    private <S, T> Page<T> counted(
            List<S> found, Function<S, String> key, Function<S, T> shape, Supplier<BoundedCount> total) {
        if (after != null) {
            return Page.keyed(found, perPage, key, shape);
        }
        BoundedCount items = total.get();
        int totalPages = (int) ((items.items() + perPage - 1) / perPage);
        return new Page<>(
                found.stream().map(shape).toList(),
                page,
                perPage,
                items.items(),
                totalPages,
                items.exact() ? null : true,
                null);
    }

    /** The page of a list that is short by its nature and at hand as a whole, in the order of its keys. */
    public <S, T> Page<T> slice(List<S> all, Function<S, String> key, Function<S, T> shape) {
        List<S> found = all.stream()
                .filter(item -> after == null || key.apply(item).compareTo(after) > 0)
                .sorted(java.util.Comparator.comparing(key))
                .skip(offset())
                .limit(perPage)
                .toList();
        return page(found, key, shape, all::size);
    }

    /** Fetches what the query asks for, in at most two statements. */
    public <S, T> Page<T> fetch(
            JpaSpecificationExecutor<S> repository,
            Specification<S> filter,
            Function<S, String> key,
            Function<S, T> shape) {
        if (after == null) {
            return Page.numbered(repository.findAll(filter, PageRequest.of(page, perPage, sort)), shape);
        }
        return Page.keyed(beyond(repository, filter), perPage, key, shape);
    }

    /** The same for a list that may be long, and is therefore read and counted otherwise. */
    public <S, T> Page<T> fetch(
            JpaSpecificationExecutor<S> repository,
            Specification<S> filter,
            Function<S, String> key,
            Function<S, T> shape,
            Supplier<BoundedCount> total) {
        List<S> found = after == null
                ? repository.findBy(
                        PageIdSubquery.of(filter, sort, offset(), perPage),
                        q -> q.sortBy(sort).all())
                : beyond(repository, filter);
        return counted(found, key, shape, total);
    }

    private <S> List<S> beyond(JpaSpecificationExecutor<S> repository, Specification<S> filter) {
        Sort byKey = Sort.by("id");
        Specification<S> beyond = after.isEmpty()
                ? filter
                : filter.and((root, query, builder) -> builder.greaterThan(root.<String>get("id"), after));
        return repository.findBy(
                PageIdSubquery.of(beyond, byKey, 0, perPage),
                q -> q.sortBy(byKey).all());
    }
}
