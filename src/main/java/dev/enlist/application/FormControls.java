package dev.enlist.application;

import dev.enlist.form.FormField;
import dev.enlist.form.FormMember;
import dev.enlist.shared.Sha256;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The controls of a page: the names under which a browser posts the answer of a field. */
public final class FormControls {

    /** Parts of a date, in the order in which they are asked. */
    public static final List<String> DATE_PARTS = List.of("day", "month", "year");

    /** Hexadecimal digits of a digest; it tells the values of one control apart, and protects nothing. */
    private static final int DIGEST_LENGTH = 12;

    private FormControls() {}

    /** The names of the controls of a field; none for a file, which is stored when it arrives. */
    public static List<String> of(FormField field) {
        return switch (field.type()) {
            case ADDRESS -> parts(field.name(), FormMember.ADDRESS_PARTS);
            case DEVICE -> parts(field.name(), FormMember.DEVICE_PARTS);
            case DATE -> parts(field.name(), DATE_PARTS);
            case FILE -> List.of();
            default -> List.of(field.name());
        };
    }

    private static List<String> parts(String name, List<String> parts) {
        return parts.stream().map(part -> name + "." + part).toList();
    }

    /**
     * What a page showed, in short: sent back with the page, so that an answer that the person did not touch does not
     * replace one that came from another window.
     *
     * @return {@code control:digest}, separated by blanks
     */
    public static String digests(List<FormField> fields, Map<String, List<String>> inputs) {
        Map<String, String> digests = new LinkedHashMap<>();
        for (FormField field : fields) {
            for (String control : of(field)) {
                digests.put(control, digest(inputs.getOrDefault(control, List.of())));
            }
        }
        return write(digests);
    }

    /** Digests by control as one text, which {@link #parse} reads. */
    static String write(Map<String, String> digests) {
        return digests.entrySet().stream()
                .map(digest -> digest.getKey() + ":" + digest.getValue())
                .collect(Collectors.joining(" "));
    }

    /** The digests of a text that {@link #digests} wrote; entries of another shape are left out. */
    static Map<String, String> parse(String digests) {
        Map<String, String> read = new LinkedHashMap<>();
        for (String entry : digests.split(" ")) {
            int colon = entry.lastIndexOf(':');
            if (colon > 0) {
                read.put(entry.substring(0, colon), entry.substring(colon + 1));
            }
        }
        return read;
    }

    /** Blank values and line ends are as no value and as one line end: browsers change them. */
    static String digest(List<String> values) {
        List<String> plain = values.stream()
                .map(value -> value.replace("\r\n", "\n").strip())
                .filter(value -> !value.isEmpty())
                .toList();
        byte[] hash = Sha256.of(String.join("\u0000", plain));
        return HexFormat.of().formatHex(Arrays.copyOf(hash, DIGEST_LENGTH / 2));
    }
}
