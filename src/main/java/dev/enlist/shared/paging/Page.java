package dev.enlist.shared.paging;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list on the wire. Reached by number it tells the totals; reached by key ({@code ?after=}) it
 * costs the same on every page, tells no totals, and {@code next} is the key of the following page, absent
 * on the last.
 *
 * @param page              from 0; null when reached by key
 * @param totalIsLowerBound true where there are more than {@code totalItems}, and they were not counted; else
 *                          absent
 */
public record Page<T>(
        List<T> data,
        @Nullable Integer page,
        int perPage,
        @Nullable Long totalItems,
        @Nullable Integer totalPages,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean totalIsLowerBound,
        @Nullable String next) {

    /** With a total that is exact. */
    public Page(
            List<T> data,
            @Nullable Integer page,
            int perPage,
            @Nullable Long totalItems,
            @Nullable Integer totalPages,
            @Nullable String next) {
        this(data, page, perPage, totalItems, totalPages, null, next);
    }

    /** The same page with other entries, in the same order. */
    public <R> Page<R> with(List<R> entries) {
        return new Page<>(entries, page, perPage, totalItems, totalPages, totalIsLowerBound, next);
    }

    /** The same page in another shape. */
    public <R> Page<R> map(Function<T, R> shape) {
        return with(data.stream().map(shape).toList());
    }

    public static <S, T> Page<T> numbered(org.springframework.data.domain.Page<S> found, Function<S, T> shape) {
        return new Page<>(
                found.getContent().stream().map(shape).toList(),
                found.getNumber(),
                found.getSize(),
                found.getTotalElements(),
                found.getTotalPages(),
                null);
    }

    public static <S, T> Page<T> keyed(List<S> found, int perPage, Function<S, String> key, Function<S, T> shape) {
        String next = found.size() < perPage ? null : key.apply(found.get(found.size() - 1));
        return new Page<>(found.stream().map(shape).toList(), null, perPage, null, null, next);
    }
}
