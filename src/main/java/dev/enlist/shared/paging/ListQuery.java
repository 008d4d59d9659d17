package dev.enlist.shared.paging;

import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Sort;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;

/**
 * The part of a list that a caller asks for: by number ({@code page} of {@code perPage} items in the order of
 * {@code sort}), or by key: the {@code perPage} items after the one with the id {@code after}, in order of creation.
 *
 * @param page    from 0; of no meaning together with {@code after}
 * @param perPage 1 to {@value #MAX_PER_PAGE}
 * @param after   id of the last item of the previous page; empty for the first page by key, null for pages by number
 * @param sort    ends with the id, so that the order is total
 */
public record ListQuery(int page, int perPage, @Nullable String after, Sort sort) {

    public static final int DEFAULT_PER_PAGE = 20;
    public static final int MAX_PER_PAGE = 500;

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
