package dev.enlist.review.web;

import dev.enlist.review.ReviewCursor;
import dev.enlist.review.ReviewFlag;
import dev.enlist.review.ReviewSort;
import dev.enlist.review.ReviewTab;
import dev.enlist.shared.Cuid;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.FaultList;
import dev.enlist.shared.problem.InvalidInput;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the query parameters of the inbox and collects what is wrong with them. */
final class ReviewParameters {

    private final FaultList faults = new FaultList();

    /** @throws InvalidInput naming every fault found so far */
    void check() {
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
    }

    ReviewTab tab(@Nullable String tab) {
        if (tab == null) {
            return ReviewTab.ALL;
        }
        return ReviewTab.ofWire(tab)
                .orElseGet(() -> wrong("/tab", "must be mine, unassigned, waiting or all", ReviewTab.ALL));
    }

    ReviewSort sort(@Nullable String sort) {
        if (sort == null) {
            return ReviewSort.AGE;
        }
        return ReviewSort.ofWire(sort).orElseGet(() -> wrong("/sort", "must be age or due", ReviewSort.AGE));
    }

    Set<ReviewFlag> flags(@Nullable String flags) {
        Set<ReviewFlag> wanted = EnumSet.noneOf(ReviewFlag.class);
        for (String name : split(flags)) {
            ReviewFlag.ofWire(name)
                    .ifPresentOrElse(
                            wanted::add,
                            () -> faults.add(new Fault(
                                    "/flag", "must be " + String.join(", ", ReviewFlag.wires()) + ", or several")));
        }
        return wanted;
    }

    /** Ids of program instances. One that does not exist finds nothing. */
    List<String> ids(@Nullable String programInstanceId) {
        List<String> ids = split(programInstanceId);
        if (!ids.stream().allMatch(Cuid::isCuid)) {
            faults.add(new Fault("/programInstanceId", "must be an id, or several separated by commas"));
        }
        return ids;
    }

    int perPage(@Nullable String perPage) {
        if (perPage == null) {
            return ListQuery.DEFAULT_PER_PAGE;
        }
        if (perPage.matches("[0-9]{1,3}")) {
            int size = Integer.parseInt(perPage);
            if (size >= 1 && size <= ListQuery.MAX_PER_PAGE) {
                return size;
            }
        }
        return wrong(
                "/perPage", "must be a whole number from 1 to " + ListQuery.MAX_PER_PAGE, ListQuery.DEFAULT_PER_PAGE);
    }

    @Nullable
    ReviewCursor after(@Nullable String after) {
        if (after == null || after.isEmpty()) {
            return null;
        }
        return ReviewCursor.ofWire(after).orElseGet(() -> {
            faults.add(new Fault("/after", "must be the value of next of the previous page"));
            return null;
        });
    }

    private <T> T wrong(String pointer, String message, T otherwise) {
        faults.add(new Fault(pointer, message));
        return otherwise;
    }

    private static List<String> split(@Nullable String values) {
        return values == null
                ? List.of()
                : Arrays.stream(values.split(",", -1)).map(String::strip).toList();
    }
}
