package dev.enlist.bulk.file;

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
 * Maps the columns of a file to members of a request. Members are named as in JSON, with dots: {@code address.state},
 * {@code metadata.monthlyKwh}. A column without a member is ignored.
 *
 * @param header  names of the columns as sent
 * @param members in the same order; empty for a column that is ignored
 */
public record ColumnMapping(List<String> header, List<String> members) {

    /** A column that has a whole row as JSON, as in the downloaded errors of an NDJSON import. */
    public static final String ROW = "row";

    private static final String IGNORED = "";
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
            "language",
            "tags",
            "metadata");

    private static final Set<String> IDENTIFYING = Set.of("email", "customerId", "leadId", "enrollmentId", ROW);

    /** Columns that only exports of Enlist have. */
    private static final Set<String> EXPORT = Set.of("id", "createdAt", "updatedAt");

    /** Members of an exported row that are about its workspace, not about the person. */
    private static final Set<String> WORKSPACE_MEMBERS = Set.of("identificationType", "customerId", "enrollmentId");

    /** Maximum nesting of metadata: deeper than any rule reads, and bounded like the nesting of JSON. */
    private static final int MAX_DEPTH = 32;

    /** Common column names to members. Names have alphanumeric characters only, in lower case. */
    private static final Map<String, String> SYNONYMS = synonyms();

    private static Map<String, String> synonyms() {
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
     * Maps columns by their names.
     *
     * @throws InvalidInput where two columns with the same name map to a member, or no column identifies a person
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
        String member = MEMBERS.contains(name) ? name : SYNONYMS.getOrDefault(plain(name), IGNORED);
        return export && WORKSPACE_MEMBERS.contains(member) ? IGNORED : member;
    }

    /**
     * Maps columns as the sender states, and other columns by their names.
     *
     * @param stated from the name of a column to a member; null or empty to ignore the column
     * @throws InvalidInput with every fault of the mapping and every duplicate column name
     */
    public static ColumnMapping given(List<String> header, Map<String, @Nullable String> stated) {
        return usable(read(header, stated));
    }

    /** The members that the names of the columns tell, in the order of the columns; null for a column without one. */
    public static List<@Nullable String> suggested(List<String> header) {
        Set<String> taken = new HashSet<>();
        List<@Nullable String> members = new ArrayList<>();
        boolean export = header.containsAll(EXPORT);
        for (String name : header) {
            String member = tooDeep(name) ? IGNORED : member(name, false, export);
            members.add(!member.isEmpty() && taken.add(member) ? member : null);
        }
        return members;
    }

    /** The members of an enrollment that a column can map to, without those of metadata. */
    public static List<String> memberNames() {
        return MEMBERS;
    }

    private static ColumnMapping read(List<String> header, Map<String, @Nullable String> stated) {
        Map<String, @Nullable String> mapping = new LinkedHashMap<>();
        stated.forEach((column, member) -> mapping.put(column.strip(), member == null ? IGNORED : member.strip()));
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
                String guessed = report && i < 3 || tooDeep(name) ? IGNORED : member(name, report, export);
                boolean twice = places.containsKey(name) && !guessed.isEmpty();
                member = twice || taken.add(guessed) ? guessed : IGNORED;
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
        return new ColumnMapping(header, members);
    }

    /** The members of the mapping. */
    private static Set<String> mapped(List<String> header, Map<String, @Nullable String> mapping, List<Fault> faults) {
        Set<String> taken = new HashSet<>();
        mapping.forEach((column, member) -> {
            String place = Fault.pointerTo("mapping", column);
            if (!header.contains(column)) {
                faults.add(new Fault(place, "is not a column of the file"));
            } else if (member != null && !member.isEmpty()) {
                if (tooDeep(member)) {
                    faults.add(new Fault(place, tooDeepFault(member).message()));
                } else if (!MEMBERS.contains(member) && !isMetadata(member)) {
                    faults.add(new Fault(
                            place, "must be one of " + String.join(", ", MEMBERS) + ", metadata.<name>, or null"));
                } else if (!taken.add(member)) {
                    faults.add(new Fault(place, "is the member of another column already; map one of them to null"));
                }
            }
        });
        return taken;
    }

    /** Whether a column can map to a member with this name. */
    public static boolean isMember(String name) {
        return !tooDeep(name) && (MEMBERS.contains(name) || isMetadata(name));
    }

    private static boolean tooDeep(String name) {
        return name.startsWith("meta") && name.chars().filter(c -> c == '.').count() > MAX_DEPTH;
    }

    private static Fault tooDeepFault(String name) {
        return new Fault(
                "/header",
                "has a column with more than " + MAX_DEPTH + " nested members: "
                        + name.substring(0, Math.min(40, name.length())) + "…");
    }

    private static ColumnMapping usable(ColumnMapping columns) {
        if (columns.members.stream().noneMatch(IDENTIFYING::contains)) {
            throw new InvalidInput(
                    "/mapping",
                    "no column identifies the person; map one to email, customerId, leadId or enrollmentId. The columns are "
                            + String.join(", ", columns.header));
        }
        return columns;
    }

    private static boolean isMetadata(String member) {
        List<String> names = List.of(member.split("\\.", -1));
        return names.size() > 1
                && names.size() <= MAX_DEPTH + 1
                && (names.get(0).equals("meta") || names.get(0).equals("metadata"))
                && names.stream().noneMatch(String::isEmpty);
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    /** Whether the file is an export of Enlist: its cells are as stored, and its ids belong to the exporting workspace. */
    public boolean isExport() {
        return header.containsAll(EXPORT);
    }

    /** Whether a column maps to a single value of the metadata. */
    public boolean haveMetadata() {
        return members.stream().anyMatch(member -> member.startsWith("metadata."));
    }

    /** The mapping for responses, from column to member; null for a column that is ignored. */
    public Map<String, @Nullable String> toMap() {
        Map<String, @Nullable String> shown = new LinkedHashMap<>();
        for (int i = 0; i < header.size(); i++) {
            shown.putIfAbsent(header.get(i), members.get(i).isEmpty() ? null : members.get(i));
        }
        return shown;
    }

    /** Name of the column of a fault with this JSON pointer; empty if the fault is in no column. */
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
