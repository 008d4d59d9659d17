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
public record ColumnMapping(List<String> header, List<String> members) {

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

    /** Columns that only our own exports have: what is exported has been stored. */
    private static final Set<String> EXPORT = Set.of("id", "createdAt", "updatedAt");

    /** Members that an exported row states about the workspace it comes from, not about the person. */
    private static final Set<String> OF_THE_WORKSPACE = Set.of("identificationType", "customerId", "enrollmentId");

    /** Members within members: deeper than any rule reads, and bounded as nesting of JSON is. */
    private static final int DEEPEST = 32;

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

    /**
     * By the names of the columns alone.
     *
     * @throws InvalidInput where two columns of one name stand for a member, or no column identifies a person
     */
    public static ColumnMapping guess(List<String> header) {
        return given(header, Map.of());
    }

    private static String member(String name, boolean report, boolean export) {
        if (report && name.equals(ROW)) {
            return ROW;
        }
        if (isMetadata(name)) {
            return name.startsWith("meta.") ? "metadata" + name.substring(4) : name;
        }
        String member = MEMBERS.contains(name) ? name : KNOWN.getOrDefault(plain(name), LEFT_OUT);
        return export && OF_THE_WORKSPACE.contains(member) ? LEFT_OUT : member;
    }

    /**
     * As the sender says; columns that the sender does not mention are guessed by their names.
     *
     * @param said name of the column to member; null or empty leaves it out
     * @throws InvalidInput naming every fault of the mapping and every name that two columns have
     */
    public static ColumnMapping given(List<String> header, Map<String, @Nullable String> said) {
        Map<String, @Nullable String> mapping = new LinkedHashMap<>();
        said.forEach((column, member) -> mapping.put(column.strip(), member == null ? LEFT_OUT : member.strip()));
        List<Fault> faults = new ArrayList<>();
        header.stream().filter(name -> tooDeep(name)).forEach(name -> faults.add(tooDeepFault(name)));
        Set<String> taken = mapped(header, mapping, faults);
        boolean report = header.size() > 3 && Set.copyOf(header.subList(0, 3)).equals(REPORT);
        boolean export = header.containsAll(EXPORT);
        Map<String, Integer> places = new HashMap<>();
        List<String> members = new ArrayList<>();
        for (int i = 0; i < header.size(); i++) {
            String name = header.get(i);
            String member = mapping.get(name);
            if (member == null) {
                String guessed = report && i < 3 || tooDeep(name) ? LEFT_OUT : member(name, report, export);
                boolean twice = places.containsKey(name) && !guessed.isEmpty();
                member = twice || taken.add(guessed) ? guessed : LEFT_OUT;
            }
            if (!member.isEmpty() && places.containsKey(name)) {
                faults.add(new Fault(
                        "/header",
                        "has two columns named " + name + " (columns " + (places.get(name) + 1) + " and " + (i + 1)
                                + "): rename or remove one"));
            }
            places.putIfAbsent(name, i);
            members.add(member);
        }
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
        return usable(new ColumnMapping(header, members));
    }

    /** The members that the mapping names. */
    private static Set<String> mapped(List<String> header, Map<String, @Nullable String> mapping, List<Fault> faults) {
        Set<String> taken = new HashSet<>();
        mapping.forEach((column, member) -> {
            String place = Fault.pointerTo("mapping", column);
            if (!header.contains(column)) {
                faults.add(new Fault(place, "is no column of the file"));
            } else if (member != null && !member.isEmpty()) {
                if (tooDeep(member)) {
                    faults.add(new Fault(place, tooDeepFault(member).message()));
                } else if (!MEMBERS.contains(member) && !isMetadata(member)) {
                    faults.add(new Fault(
                            place, "must be one of " + String.join(", ", MEMBERS) + ", metadata.<name>, or null"));
                } else if (!taken.add(member)) {
                    faults.add(new Fault(place, "is what another column stands for already"));
                }
            }
        });
        return taken;
    }

    private static boolean tooDeep(String name) {
        return name.startsWith("meta") && name.chars().filter(c -> c == '.').count() > DEEPEST;
    }

    private static Fault tooDeepFault(String name) {
        return new Fault(
                "/header",
                "has a column of more than " + DEEPEST + " members within members: "
                        + name.substring(0, Math.min(40, name.length())) + "…");
    }

    private static ColumnMapping usable(ColumnMapping columns) {
        if (columns.members.stream().noneMatch(IDENTIFYING::contains)) {
            throw new InvalidInput(
                    "/mapping",
                    "no column says who is meant: email, customerId, leadId or enrollmentId. The columns are "
                            + String.join(", ", columns.header));
        }
        return columns;
    }

    private static boolean isMetadata(String member) {
        List<String> names = List.of(member.split("\\.", -1));
        return names.size() > 1
                && names.size() <= DEEPEST + 1
                && (names.get(0).equals("meta") || names.get(0).equals("metadata"))
                && names.stream().noneMatch(String::isEmpty);
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    /** Whether the file is an export of ours: its cells are as they were stored, and ids are of its workspace. */
    public boolean isExport() {
        return header.containsAll(EXPORT);
    }

    /** Whether a column stands for one value of the metadata. */
    public boolean haveMetadata() {
        return members.stream().anyMatch(member -> member.startsWith("metadata."));
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
