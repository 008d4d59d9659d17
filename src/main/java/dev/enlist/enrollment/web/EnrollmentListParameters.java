package dev.enlist.enrollment.web;

import dev.enlist.enrollment.EnrollmentCursor;
import dev.enlist.enrollment.EnrollmentFilter;
import dev.enlist.enrollment.EnrollmentFlag;
import dev.enlist.enrollment.EnrollmentSort;
import dev.enlist.enrollment.EnrollmentStatus;
import dev.enlist.enrollment.WorkspaceEnrollmentFilter;
import dev.enlist.shared.Cuid;
import dev.enlist.shared.json.InstantParser;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads the query parameters of lists of enrollments, and collects what is wrong with them. */
final class EnrollmentListParameters {

    private static final String STATUSES =
            "must be candidate, eligible, ineligible, submitted, approved, rejected or unenrolled";

    private final Map<String, String> parameters;
    private final Supplier<ZoneId> zone;
    private final List<Fault> faults = new ArrayList<>();

    /** @param zone of dates without time */
    EnrollmentListParameters(Map<String, String> parameters, Supplier<ZoneId> zone) {
        this.parameters = parameters;
        this.zone = zone;
    }

    List<Fault> faults() {
        return faults;
    }

    /** @throws InvalidInput naming every fault found so far */
    void check() {
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
    }

    /** The filter of the list of one program instance. */
    EnrollmentFilter filter() {
        List<EnrollmentStatus> statuses = statuses();
        Instant from = moment("createdFrom", InstantParser::beginning);
        Instant to = moment("createdTo", InstantParser::end);
        String flagged = parameters.get("flagged");
        if (flagged != null && !flagged.equals("true") && !flagged.equals("false")) {
            faults.add(new Fault("/flagged", "must be true or false"));
        }
        return new EnrollmentFilter(
                statuses,
                parameters.get("state"),
                parameters.get("tag"),
                parameters.get("manufacturer"),
                from,
                to,
                flagged == null ? null : Boolean.valueOf(flagged),
                parameters.get("q"));
    }

    /** The filter of the list of the workspace. */
    WorkspaceEnrollmentFilter workspaceFilter() {
        if (parameters.containsKey("page")) {
            faults.add(new Fault("/page", "is not supported for this list; use after"));
        }
        return new WorkspaceEnrollmentFilter(
                ids(), parameters.get("program"), id("customerId"), id("leadId"), id("renews"), flags(), filter());
    }

    EnrollmentSort sort() {
        String name = sortName().replaceFirst("^-", "");
        return EnrollmentSort.ofWire(name).orElseGet(() -> {
            faults.add(new Fault(
                    "/sort",
                    "must be " + String.join(", ", EnrollmentSort.wires()) + ", or one of them after a minus sign"));
            return EnrollmentSort.CREATED_AT;
        });
    }

    boolean isDescending() {
        return sortName().startsWith("-");
    }

    private String sortName() {
        return parameters.getOrDefault("sort", "-createdAt");
    }

    @Nullable
    EnrollmentCursor after(EnrollmentSort sort) {
        String after = parameters.get("after");
        if (after == null || after.isEmpty()) {
            return null;
        }
        Optional<EnrollmentCursor> position = EnrollmentCursor.ofWire(after).filter(sort::continuesAfter);
        if (position.isEmpty()) {
            faults.add(new Fault("/after", "must be the value of next of the previous page, in the same order"));
        }
        return position.orElse(null);
    }

    int perPage() {
        String perPage = parameters.get("perPage");
        if (perPage == null) {
            return ListQuery.DEFAULT_PER_PAGE;
        }
        if (perPage.matches("[0-9]{1,3}")) {
            int size = Integer.parseInt(perPage);
            if (size >= 1 && size <= ListQuery.MAX_PER_PAGE) {
                return size;
            }
        }
        faults.add(new Fault("/perPage", "must be a whole number from 1 to " + ListQuery.MAX_PER_PAGE));
        return ListQuery.DEFAULT_PER_PAGE;
    }

    private List<String> ids() {
        List<String> ids = split("programInstanceId");
        if (!ids.stream().allMatch(Cuid::isCuid)) {
            faults.add(new Fault("/programInstanceId", "must be an id, or several separated by commas"));
        }
        return ids;
    }

    private @Nullable String id(String name) {
        String id = parameters.get(name);
        if (id != null && !Cuid.isCuid(id)) {
            faults.add(new Fault("/" + name, "must be an id"));
        }
        return id;
    }

    private Set<EnrollmentFlag> flags() {
        Set<EnrollmentFlag> flags = EnumSet.noneOf(EnrollmentFlag.class);
        for (String name : split("flag")) {
            EnrollmentFlag.ofWire(name)
                    .ifPresentOrElse(
                            flags::add,
                            () -> faults.add(new Fault(
                                    "/flag", "must be " + String.join(", ", EnrollmentFlag.wires()) + ", or several")));
        }
        return flags;
    }

    private List<EnrollmentStatus> statuses() {
        List<EnrollmentStatus> statuses = new ArrayList<>();
        for (String name : split("status")) {
            Optional<EnrollmentStatus> status = EnrollmentStatus.ofWire(name);
            if (status.isEmpty()) {
                faults.add(new Fault("/status", STATUSES));
                return statuses;
            }
            statuses.add(status.get());
        }
        return statuses;
    }

    private @Nullable Instant moment(String name, BiFunction<String, Supplier<ZoneId>, Optional<Instant>> reader) {
        String text = parameters.get(name);
        if (text == null) {
            return null;
        }
        Optional<Instant> moment = reader.apply(text, zone);
        if (moment.isEmpty()) {
            faults.add(new Fault("/" + name, InstantParser.EXPECTED));
        }
        return moment.orElse(null);
    }

    private List<String> split(String name) {
        String values = parameters.get(name);
        return values == null
                ? List.of()
                : Arrays.stream(values.split(",", -1)).map(String::strip).toList();
    }
}
