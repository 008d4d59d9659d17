package dev.enlist.events;

import dev.enlist.shared.Cuid;
import dev.enlist.shared.access.InstanceLimit;
import dev.enlist.shared.problem.Fault;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Selects events.
 *
 * @param types              event types without prefix; empty for all
 * @param programInstanceIds events of these instances and of the resources that belong to them; empty for all
 * @param subject            id of one resource; null for all
 */
public record EventFilter(
        List<String> types,
        List<String> programInstanceIds,
        @Nullable String subject) {

    public static final EventFilter EVERYTHING = new EventFilter(List.of(), List.of(), null);

    private static final Pattern TYPE = Pattern.compile("[a-z][A-Za-z]{0,40}(\\.[a-z][a-z_]{0,40}){1,2}");

    public EventFilter {
        types = List.copyOf(types);
        programInstanceIds = List.copyOf(programInstanceIds);
    }

    /** Parses query parameters, and adds an entry to the faults for each that is invalid. */
    public static EventFilter of(
            @Nullable String types,
            @Nullable String programInstanceIds,
            @Nullable String enrollmentId,
            List<Fault> faults) {
        List<String> wanted = new ArrayList<>();
        for (String name : split(types)) {
            Optional<String> type = type(name);
            type.ifPresent(wanted::add);
            if (type.isEmpty()) {
                faults.add(new Fault("/type", name + " is no type, such as enrollment.status_changed"));
            }
        }
        List<String> instances = split(programInstanceIds);
        if (!instances.stream().allMatch(Cuid::isCuid)) {
            faults.add(new Fault("/programInstanceId", "must be an id, or several separated by commas"));
        }
        if (enrollmentId != null && !Cuid.isCuid(enrollmentId)) {
            faults.add(new Fault("/enrollmentId", "must be an id"));
        }
        return new EventFilter(wanted, instances, enrollmentId);
    }

    /** Returns this filter limited to the program instances that a caller may read. */
    public EventFilter within(InstanceLimit limit) {
        return new EventFilter(types, limit.narrow(programInstanceIds), subject);
    }

    /**
     * Returns the type as the log stores it, from a name with or without the prefix; empty if it has not the format of
     * a type.
     */
    public static Optional<String> type(String name) {
        String bare = name.startsWith(CloudEvent.TYPE_PREFIX) ? name.substring(CloudEvent.TYPE_PREFIX.length()) : name;
        return TYPE.matcher(bare).matches() ? Optional.of(bare) : Optional.empty();
    }

    private static List<String> split(@Nullable String text) {
        return text == null || text.isBlank()
                ? List.of()
                : Arrays.stream(text.split(",")).map(String::trim).toList();
    }

    public boolean wants(LoggedEvent event) {
        return (types.isEmpty() || types.contains(event.type()))
                && (programInstanceIds.isEmpty() || programInstanceIds.contains(event.programInstanceId()))
                && (subject == null || subject.equals(event.subject()));
    }

    public boolean wantsEverything() {
        return equals(EVERYTHING);
    }
}
