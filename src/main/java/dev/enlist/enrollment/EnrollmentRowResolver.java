package dev.enlist.enrollment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.shared.problem.Fault;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.stereotype.Component;

/**
 * Finds the enrollments of one program instance that rows name by {@code enrollmentId}, {@code applicationNumber} or
 * {@code referenceId}. One query for each of these members that any row has.
 */
@Component
public class EnrollmentRowResolver {

    /** Members that name an enrollment, in the order of precedence. */
    public static final List<String> MEMBERS = List.of("enrollmentId", "applicationNumber", "referenceId");

    private final EnrollmentRepository enrollments;

    EnrollmentRowResolver(EnrollmentRepository enrollments) {
        this.enrollments = enrollments;
    }

    /** The enrollment that a row names, or why there is none. */
    public record Found(
            @Nullable Enrollment enrollment, @Nullable Fault fault) {}

    /** @return in the order of {@code rows} */
    public List<Found> find(String programInstanceId, List<JsonNode> rows) {
        Map<String, Map<String, Enrollment>> found = new HashMap<>();
        for (String member : MEMBERS) {
            List<String> values = rows.stream()
                    .map(row -> named(row, member))
                    .flatMap(Optional::stream)
                    .distinct()
                    .toList();
            found.put(member, values.isEmpty() ? Map.of() : by(programInstanceId, member, values));
        }
        return rows.stream().map(row -> find(row, found)).toList();
    }

    private Map<String, Enrollment> by(String programInstanceId, String member, List<String> values) {
        String field = member.equals("enrollmentId") ? "id" : member;
        Specification<Enrollment> named = (root, query, builder) -> builder.and(
                builder.equal(root.get("programInstanceId"), programInstanceId),
                (member.equals("referenceId") ? root.get("application") : root)
                        .get(field)
                        .in(values));
        Map<String, Enrollment> byValue = new HashMap<>();
        // of several with one reference id the latest one counts: earlier ones were rejected or ended
        enrollments.findAll(named).stream()
                .sorted(Comparator.comparing(Enrollment::getId))
                .forEach(enrollment -> byValue.put(
                        switch (member) {
                            case "enrollmentId" -> enrollment.getId();
                            case "applicationNumber" -> enrollment.applicationNumber();
                            default -> String.valueOf(enrollment.application().referenceId());
                        },
                        enrollment));
        return byValue;
    }

    private static Found find(JsonNode row, Map<String, Map<String, Enrollment>> found) {
        List<String> present = new ArrayList<>();
        for (String member : MEMBERS) {
            if (row.hasNonNull(member)) {
                Optional<String> value = named(row, member);
                Enrollment enrollment =
                        value.map(found.getOrDefault(member, Map.of())::get).orElse(null);
                if (enrollment != null) {
                    return new Found(enrollment, null);
                }
                present.add(member);
            }
        }
        return present.isEmpty()
                ? new Found(
                        null,
                        new Fault(
                                "/applicationNumber",
                                "is missing: name the enrollment by applicationNumber, enrollmentId"
                                        + " or referenceId"))
                : new Found(null, new Fault("/" + present.get(0), "names no enrollment of this program instance"));
    }

    /** The value as it is stored; empty where the row has none, or one that no enrollment can have. */
    private static Optional<String> named(JsonNode row, String member) {
        String text = row.path(member).asText("").strip();
        if (text.isEmpty() || text.indexOf('\0') >= 0 || !row.path(member).isValueNode()) {
            return Optional.empty();
        }
        return member.equals("applicationNumber")
                ? ApplicationNumber.read(text).map(ApplicationNumber::value)
                : Optional.of(text);
    }
}
