package dev.enlist.enrollment;

import dev.enlist.form.FormField;
import dev.enlist.program.ProgramInstance;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The members of an enrollment that an applicant can be asked to correct: those of an application, and in the metadata
 * those that the form of the program instance asks for. Where an instance has no form, each name in the metadata.
 */
public final class AskableFields {

    /** Pointers with the words for people. */
    private static final Map<String, String> MEMBERS = members();

    private static final Pattern METADATA = Pattern.compile("/metadata/[A-Za-z][A-Za-z0-9_]{0,99}");

    private final Map<String, String> labels = new LinkedHashMap<>();
    private final boolean anyMetadata;

    private AskableFields(boolean anyMetadata) {
        this.anyMetadata = anyMetadata;
        labels.putAll(MEMBERS);
    }

    public static AskableFields of(ProgramInstance instance) {
        AskableFields fields = new AskableFields(instance.details().formConfig() == null);
        for (FormField field : instance.form().fields()) {
            String pointer = field.pointer();
            if (fields.labels.containsKey(pointer) || METADATA.matcher(pointer).matches()) {
                fields.labels.put(pointer, field.label().in(Locale.ENGLISH));
            }
        }
        return fields;
    }

    /** Whether an applicant can be asked to correct the member. */
    public boolean contains(String pointer) {
        return labels.containsKey(pointer)
                || anyMetadata && METADATA.matcher(pointer).matches();
    }

    /** The words for a member: the label of its form field, or its name. */
    public String label(String pointer) {
        return labels.getOrDefault(pointer, pointer.substring(pointer.lastIndexOf('/') + 1));
    }

    /** The pointers that are known by name, in the order of the application and the form. */
    public List<String> pointers() {
        return new ArrayList<>(labels.keySet());
    }

    private static Map<String, String> members() {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("/firstName", "First name");
        members.put("/lastName", "Last name");
        members.put("/email", "E-mail");
        members.put("/phone", "Phone");
        members.put("/address", "Address");
        members.put("/address/streetOne", "Street");
        members.put("/address/streetTwo", "Street, second line");
        members.put("/address/city", "City");
        members.put("/address/state", "State");
        members.put("/address/postalCode", "Postal code");
        members.put("/address/country", "Country");
        members.put("/manufacturerSlugs", "Devices");
        members.put("/serialNumber", "Serial number");
        members.put("/referenceId", "Reference");
        members.put("/referenceDescription", "Description of the reference");
        return members;
    }
}
