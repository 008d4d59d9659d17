package dev.enlist.bulk.file;

import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
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

    /** Columns that only exports of Enlist have. */
    private static final Set<String> EXPORT = Set.of("id", "createdAt", "updatedAt");

    /** Members of an exported row that are about its workspace, not about the person. */
    private static final Set<String> WORKSPACE_MEMBERS = Set.of("identificationType", "customerId", "enrollmentId");

    /** Maximum nesting of metadata: deeper than any rule reads, and bounded like the nesting of JSON. */
    private static final int MAX_DEPTH = 32;

    /**
     * Maps columns by their names.
     *
     * @throws InvalidInput where two columns with the same name map to a member, or no column identifies a person
     */
    public static ColumnMapping guess(List<String> header) {
        return given(header, Map.of());
    }

    private static String member(String name, boolean report, boolean export, ColumnVocabulary vocabulary) {
        if (report && name.equals(ROW)) {
            return ROW;
        }
        if (vocabulary.hasMetadata() && isMetadata(name)) {
            return name.startsWith("meta.") ? "metadata" + name.substring(4) : name;
        }
        String member = vocabulary.member(name);
        return export && WORKSPACE_MEMBERS.contains(member) ? IGNORED : member;
    }

    /**
     * Maps columns as the sender states, and other columns by their names.
     *
     * @param stated from the name of a column to a member; null or empty to ignore the column
     * @throws InvalidInput with every fault of the mapping and every duplicate column name
     */
    public static ColumnMapping given(List<String> header, Map<String, @Nullable String> stated) {
        return given(header, stated, ColumnVocabulary.ENROLLMENTS);
    }

    /** The same for a kind of file with other members. */
    public static ColumnMapping given(
            List<String> header, Map<String, @Nullable String> stated, ColumnVocabulary vocabulary) {
        return usable(read(header, stated, vocabulary), vocabulary);
    }

    /** The members that the names of the columns tell, in the order of the columns; null for a column without one. */
    public static List<@Nullable String> suggested(List<String> header, ColumnVocabulary vocabulary) {
        Set<String> taken = new HashSet<>();
        List<@Nullable String> members = new ArrayList<>();
        boolean export = header.containsAll(EXPORT);
        for (String name : header) {
            String member = tooDeep(name) ? IGNORED : member(name, false, export, vocabulary);
            members.add(!member.isEmpty() && taken.add(member) ? member : null);
        }
        return members;
    }

    private static ColumnMapping read(
            List<String> header, Map<String, @Nullable String> stated, ColumnVocabulary vocabulary) {
        Map<String, @Nullable String> mapping = new LinkedHashMap<>();
        stated.forEach((column, member) -> mapping.put(column.strip(), member == null ? IGNORED : member.strip()));
        List<Fault> faults = new ArrayList<>();
        header.stream().filter(name -> tooDeep(name)).forEach(name -> faults.add(tooDeepFault(name)));
        Set<String> taken = mapped(header, mapping, vocabulary, faults);
        boolean report = header.size() > 3 && Set.copyOf(header.subList(0, 3)).equals(REPORT);
        boolean export = header.containsAll(EXPORT);
        Map<String, Integer> places = new HashMap<>();
        List<String> members = new ArrayList<>();
        for (int i = 0; i < header.size(); i++) {
            String name = header.get(i);
            String member = mapping.get(name);
            if (member == null) {
                String guessed = report && i < 3 || tooDeep(name) ? IGNORED : member(name, report, export, vocabulary);
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
    private static Set<String> mapped(
            List<String> header,
            Map<String, @Nullable String> mapping,
            ColumnVocabulary vocabulary,
            List<Fault> faults) {
        Set<String> taken = new HashSet<>();
        mapping.forEach((column, member) -> {
            String place = Fault.pointerTo("mapping", column);
            if (!header.contains(column)) {
                faults.add(new Fault(place, "is not a column of the file"));
            } else if (member != null && !member.isEmpty()) {
                if (tooDeep(member)) {
                    faults.add(new Fault(place, tooDeepFault(member).message()));
                } else if (!vocabulary.members().contains(member)
                        && !(vocabulary.hasMetadata() && isMetadata(member))) {
                    faults.add(new Fault(
                            place,
                            "must be one of " + String.join(", ", vocabulary.members())
                                    + (vocabulary.hasMetadata() ? ", metadata.<name>" : "") + ", or null"));
                } else if (!taken.add(member)) {
                    faults.add(new Fault(place, "is the member of another column already; map one of them to null"));
                }
            }
        });
        return taken;
    }

    /** Whether a column of a file of people can map to a member with this name. */
    public static boolean isMember(String name) {
        return !tooDeep(name) && (ColumnVocabulary.ENROLLMENTS.members().contains(name) || isMetadata(name));
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

    private static ColumnMapping usable(ColumnMapping columns, ColumnVocabulary vocabulary) {
        if (columns.members.stream()
                .noneMatch(
                        member -> member.equals(ROW) || vocabulary.identifying().contains(member))) {
            List<String> named = vocabulary.identifying();
            int last = named.size() - 1;
            throw new InvalidInput(
                    "/mapping",
                    "no column identifies " + vocabulary.identified() + "; map one to "
                            + String.join(", ", named.subList(0, last)) + " or " + named.get(last)
                            + ". The columns are " + String.join(", ", columns.header));
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
