package dev.enlist.shared.paging;

/**
 * How many items a list has.
 *
 * @param exact whether there are so many; otherwise there are more, and they were not counted
 */
public record BoundedCount(long items, boolean exact) {

    public static BoundedCount of(long items) {
        return new BoundedCount(items, true);
    }
}
