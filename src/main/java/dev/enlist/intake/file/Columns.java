package dev.enlist.intake.file;

import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which member of a request each column of a file stands for. Members are named as in JSON, with dots:
 * {@code address.state}, {@code metadata.monthlyKwh}. A column that stands for nothing is left out.
 *
 * @param header  names as they were sent
 * @param members in the same order; an empty text where the column is left out
 */
public record Columns(List<String> header, List<String> members) {

    /** A whole row as JSON in one cell: how the errors of an NDJSON import come back. */
    public static final String ROW = "row";

    private static final String LEFT_OUT = "";
    private static final Set<String> REPORT = Set.of("line", "column", "error");

    private static final List<String> MEMBERS = List.of(
            "identificationType",
            "leadId",
            "customerId",
            "enrollmentId",
            "firstName",
            "lastName",
            "email",
            "phone",
            "address.streetOne",
            "address.streetTwo",
            "address.city",
            "address.state",
            "address.postalCode",
            "address.country",
            "manufacturerSlugs",
            "serialNumber",
            "referenceId",
            "referenceDescription",
            "tags",
            "metadata");

    private static final Set<String> IDENTIFYING = Set.of("email", "customerId", "leadId", "enrollmentId", ROW);

    /** How people call them: letters and digits alone, in lower case. */
    private static final Map<String, String> KNOWN = known();

    private static Map<String, String> known() {
        Map<String, String> names = new HashMap<>();
        for (String member : MEMBERS) {
            names.put(plain(member), member);
            names.put(plain(member.substring(member.indexOf('.') + 1)), member);
        }
        Map.of(
                        "firstName", "givenname forename first",
                        "lastName", "surname familyname last",
                        "email", "mail emailaddress mailaddress",
                        "phone", "phonenumber telephone mobile mobilephone tel",
                        "address.streetOne", "street streetaddress address addressline1 address1 street1",
                        "address.streetTwo", "addressline2 address2 street2 apartment unit",
                        "address.postalCode", "zip zipcode postcode",
                        "address.city", "town",
                        "address.state", "province",
                        "manufacturerSlugs", "manufacturers manufacturer make")
                .forEach((member, others) -> {
                    for (String other : others.split(" ")) {
                        names.put(other, member);
                    }
                });
        Map.of(
                        "serialNumber",
                        "serial serialno",
                        "referenceId",
                        "reference ref externalid",
                        "tags",
                        "tag",
                        "metadata",
                        "meta")
                .forEach((member, others) -> {
                    for (String other : others.split(" ")) {
                        names.put(other, member);
                    }
                });
        return names;
    }

    /** By the names of the columns alone. */
    public static Columns guess(List<String> header) {
        Set<String> taken = new HashSet<>();
        boolean report = header.size() > 3 && Set.copyOf(header.subList(0, 3)).equals(REPORT);
        List<String> members = new ArrayList<>();
        for (int i = 0; i < header.size(); i++) {
            String member = report && i < 3 ? LEFT_OUT : member(header.get(i), report);
            members.add(taken.add(member) ? member : LEFT_OUT);
        }
        return usable(new Columns(header, members));
    }

    private static String member(String name, boolean report) {
        String trimmed = name.trim();
        if (report && trimmed.equals(ROW)) {
            return ROW;
        }
        if (isMetadata(trimmed)) {
            return trimmed.startsWith("meta.") ? "metadata" + trimmed.substring(4) : trimmed;
        }
        return MEMBERS.contains(trimmed) ? trimmed : KNOWN.getOrDefault(plain(trimmed), LEFT_OUT);
    }

    /**
     * As the sender says; columns that are not spoken of are left out.
     *
     * @param said name of the column to member; null or empty leaves it out
     */
    public static Columns given(List<String> header, Map<String, @Nullable String> said) {
        List<Fault> faults = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        said.forEach((column, member) -> {
            if (!header.contains(column)) {
                faults.add(new Fault("/mapping/" + column, "is no column of the file"));
            } else if (member != null && !member.isEmpty() && !MEMBERS.contains(member) && !isMetadata(member)) {
                faults.add(new Fault(
                        "/mapping/" + column,
                        "must be one of " + String.join(", ", MEMBERS) + ", metadata.<name>, or null"));
            } else if (member != null && !member.isEmpty() && !taken.add(member)) {
                faults.add(new Fault("/mapping/" + column, "is what another column stands for already"));
            }
        });
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
        return usable(new Columns(
                header,
                header.stream()
                        .map(column -> {
                            String member = said.get(column);
                            return member == null ? LEFT_OUT : member;
                        })
                        .toList()));
    }

    private static Columns usable(Columns columns) {
        if (columns.members.stream().noneMatch(IDENTIFYING::contains)) {
            throw new InvalidInput(
                    "/mapping",
                    "no column says who is meant: email, customerId, leadId or enrollmentId. The columns are "
                            + String.join(", ", columns.header));
        }
        return columns;
    }

    private static boolean isMetadata(String member) {
        return member.matches("meta(data)?(\\.[^.]+)+");
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    /** Column to member, null where it is left out: how the answer shows it. */
    public Map<String, @Nullable String> shown() {
        Map<String, @Nullable String> shown = new LinkedHashMap<>();
        for (int i = 0; i < header.size(); i++) {
            shown.putIfAbsent(header.get(i), members.get(i).isEmpty() ? null : members.get(i));
        }
        return shown;
    }

    /** Name of the column that a fault is in, by its JSON pointer; empty where no column is meant. */
    public String column(String pointer) {
        String member = pointer.replaceFirst("^/", "").replace('/', '.');
        while (!member.isEmpty()) {
            int at = members.indexOf(member);
            if (at >= 0) {
                return header.get(at);
            }
            int dot = member.lastIndexOf('.');
            member = dot < 0 ? "" : member.substring(0, dot);
        }
        return "";
    }
}
