package dev.enlist.bulk.file;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The members that the columns of a kind of file can map to.
 *
 * @param members     named as in JSON, with dots
 * @param synonyms    common column names to members; alphanumeric characters only, in lower case
 * @param identifying a file has a column for at least one of them
 * @param identified  what they identify, for error messages
 * @param hasMetadata whether {@code metadata.<name>} is a member too
 */
public record ColumnVocabulary(
        List<String> members,
        Map<String, String> synonyms,
        List<String> identifying,
        String identified,
        boolean hasMetadata) {

    /** People to enroll. */
    public static final ColumnVocabulary ENROLLMENTS = of(
            List.of(
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
                    "metadata"),
            Map.ofEntries(
                    Map.entry("firstName", "givenname forename first"),
                    Map.entry("lastName", "surname familyname last"),
                    Map.entry("email", "mail emailaddress mailaddress"),
                    Map.entry("phone", "phonenumber telephone mobile mobilephone tel"),
                    Map.entry("address.streetOne", "street streetaddress address addressline1 address1 street1"),
                    Map.entry("address.streetTwo", "addressline2 address2 street2 apartment unit"),
                    Map.entry("address.postalCode", "zip zipcode postcode"),
                    Map.entry("address.city", "town"),
                    Map.entry("address.state", "province"),
                    Map.entry("manufacturerSlugs", "manufacturers manufacturer make"),
                    Map.entry("serialNumber", "serial serialno"),
                    Map.entry("referenceId", "reference ref externalid"),
                    Map.entry("tags", "tag"),
                    Map.entry("metadata", "meta")),
            List.of("email", "customerId", "leadId", "enrollmentId"),
            "the person",
            true);

    /** @param others further column names of a member, separated by blanks */
    public static ColumnVocabulary of(
            List<String> members,
            Map<String, String> others,
            List<String> identifying,
            String identified,
            boolean hasMetadata) {
        Map<String, String> synonyms = new HashMap<>();
        for (String member : members) {
            synonyms.put(plain(member), member);
            synonyms.put(plain(member.substring(member.indexOf('.') + 1)), member);
        }
        others.forEach((member, names) -> {
            for (String name : names.split(" ")) {
                synonyms.put(name, member);
            }
        });
        return new ColumnVocabulary(
                List.copyOf(members), Map.copyOf(synonyms), List.copyOf(identifying), identified, hasMetadata);
    }

    /** The member with the name of a column; empty where none has it. */
    String member(String column) {
        return members.contains(column) ? column : synonyms.getOrDefault(plain(column), "");
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }
}
