package dev.enlist.form;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The members of an enrollment that a form can ask for by name. Beside them a form asks for metadata
 * ({@code metadata.monthlyKwh}) and documents ({@code documents.utilityBill}).
 */
public enum FormMember {
    FIRST_NAME("firstName", 100),
    LAST_NAME("lastName", 100),
    EMAIL("email", 254),
    PHONE("phone", 40),
    ADDRESS("address", 0),
    STREET_ONE("address.streetOne", 200),
    STREET_TWO("address.streetTwo", 200),
    CITY("address.city", 100),
    STATE("address.state", 50),
    POSTAL_CODE("address.postalCode", 20),
    COUNTRY("address.country", 60),
    /** Maker and serial number together. */
    DEVICE("device", 0),
    MANUFACTURER_SLUGS("manufacturerSlugs", 100),
    SERIAL_NUMBER("serialNumber", 200),
    REFERENCE_ID("referenceId", 200),
    REFERENCE_DESCRIPTION("referenceDescription", 500),
    TAGS("tags", 100),
    /** Consent to the terms of the program instance in the version that is shown. */
    TERMS("terms", 0);

    /** Before the name of a member of the metadata. */
    public static final String METADATA = "metadata.";

    /** Before the type of a document. */
    public static final String DOCUMENTS = "documents.";

    /** Parts of {@link #ADDRESS}, in the order in which they are asked. */
    public static final List<String> ADDRESS_PARTS =
            List.of("streetOne", "streetTwo", "city", "state", "postalCode", "country");

    /** Parts of {@link #DEVICE}. */
    public static final List<String> DEVICE_PARTS = List.of("manufacturer", "serialNumber");

    /** Metadata that the product itself writes. */
    private static final Set<String> RESERVED = Set.of("exit");

    private static final Pattern OWN_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,99}");

    private static final Map<String, FormMember> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(FormMember::wire, Function.identity()));

    private final String wire;
    private final int longest;

    FormMember(String wire, int longest) {
        this.wire = wire;
        this.longest = longest;
    }

    public String wire() {
        return wire;
    }

    /** Most characters of the text; 0 for what is no text. */
    int longest() {
        return longest;
    }

    /** The member that a name means; empty for metadata, documents and unknown names. */
    public static Optional<FormMember> of(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** The metadata of a name, without the prefix. */
    public static Optional<String> metadata(String name) {
        return name.startsWith(METADATA) ? Optional.of(name.substring(METADATA.length())) : Optional.empty();
    }

    /** Whether a field may have this name, reserved names included. */
    static boolean isName(String name) {
        return BY_NAME.containsKey(name)
                || name.startsWith(METADATA)
                        && OWN_NAME.matcher(name.substring(METADATA.length())).matches()
                || name.startsWith(DOCUMENTS)
                        && OWN_NAME.matcher(name.substring(DOCUMENTS.length())).matches();
    }

    static boolean isReserved(String name) {
        return metadata(name).filter(RESERVED::contains).isPresent();
    }

    /** The members that two names both set, such as {@code address} and {@code address.state}. */
    static boolean overlap(String one, String other) {
        return one.equals(other)
                || one.startsWith("address.") && other.equals("address")
                || other.startsWith("address.") && one.equals("address")
                || isOfDevice(one) && other.equals("device")
                || isOfDevice(other) && one.equals("device");
    }

    private static boolean isOfDevice(String name) {
        return name.equals(MANUFACTURER_SLUGS.wire) || name.equals(SERIAL_NUMBER.wire);
    }
}
