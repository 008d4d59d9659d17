package dev.enlist.application;

import dev.enlist.customer.Address;
import dev.enlist.enrollment.Application;
import dev.enlist.enrollment.IdentificationType;
import dev.enlist.enrollment.NewEnrollment;
import dev.enlist.form.FormField;
import dev.enlist.form.FormMember;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Maps the answers of a form, by name of the field, to the members of an application. */
final class ApplicationMapper {

    private final Map<String, Object> values;

    /** @param values normalized, see {@link dev.enlist.form.ValidatedAnswers} */
    ApplicationMapper(Map<String, Object> values) {
        this.values = values;
    }

    NewEnrollment person(String language) {
        return new NewEnrollment(
                IdentificationType.CUSTOMER_INFO,
                null,
                null,
                null,
                text("firstName"),
                text("lastName"),
                text("email"),
                text("phone"),
                address(),
                manufacturers(),
                serialNumber(),
                text("referenceId"),
                text("referenceDescription"),
                list("tags"),
                metadata(),
                language);
    }

    /** An application with the answers of the form, and what the form does not ask for as it was. */
    Application revise(Application known, String language) {
        Map<String, Object> metadata = new LinkedHashMap<>(known.metadata());
        metadata.putAll(metadata());
        return new Application(
                or(text("firstName"), known.firstName()),
                text("lastName"),
                known.email(),
                or(text("phone"), known.phone()),
                Optional.ofNullable(address()).orElse(known.address()),
                Optional.ofNullable(manufacturers()).orElse(known.manufacturerSlugs()),
                or(serialNumber(), known.serialNumber()),
                or(text("referenceId"), known.referenceId()),
                or(text("referenceDescription"), known.referenceDescription()),
                Optional.ofNullable(list("tags")).orElse(known.tags()),
                metadata,
                language);
    }

    private static @Nullable String or(@Nullable String answer, @Nullable String known) {
        return answer != null ? answer : known;
    }

    private @Nullable String text(String name) {
        return values.get(name) instanceof String text ? text : null;
    }

    private @Nullable List<String> list(String name) {
        return values.get(name) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : null;
    }

    private @Nullable Address address() {
        Map<String, String> parts = new LinkedHashMap<>();
        if (values.get(FormMember.ADDRESS.wire()) instanceof Map<?, ?> whole) {
            whole.forEach((part, value) -> parts.put(String.valueOf(part), String.valueOf(value)));
        }
        for (String part : FormMember.ADDRESS_PARTS) {
            String value = text("address." + part);
            if (value != null) {
                parts.put(part, value);
            }
        }
        return parts.isEmpty()
                ? null
                : new Address(
                        parts.get("streetOne"),
                        parts.get("streetTwo"),
                        parts.get("city"),
                        parts.get("state"),
                        parts.get("postalCode"),
                        parts.get("country"));
    }

    private @Nullable String ofDevice(String part) {
        return values.get(FormMember.DEVICE.wire()) instanceof Map<?, ?> device && device.get(part) != null
                ? String.valueOf(device.get(part))
                : null;
    }

    private @Nullable List<String> manufacturers() {
        String ofDevice = ofDevice("manufacturer");
        List<String> stated = list("manufacturerSlugs");
        String single = text("manufacturerSlugs");
        if (stated != null) {
            return stated;
        }
        String one = ofDevice != null ? ofDevice : single;
        return one == null ? null : List.of(one);
    }

    private @Nullable String serialNumber() {
        return or(text("serialNumber"), ofDevice("serialNumber"));
    }

    private Map<String, Object> metadata() {
        Map<String, Object> metadata = new LinkedHashMap<>();
        values.forEach((name, value) -> FormMember.metadata(name).ifPresent(key -> metadata.put(key, asStored(value))));
        return metadata;
    }

    /**
     * As the JSON column returns it: a whole number has no decimals there. A value that differs from the stored one would make
     * Hibernate write the row again with each flush.
     */
    private static Object asStored(Object value) {
        if (!(value instanceof BigDecimal number) || number.scale() > 0) {
            return value;
        }
        BigInteger whole = number.toBigIntegerExact();
        if (whole.bitLength() < Integer.SIZE) {
            return whole.intValue();
        }
        if (whole.bitLength() < Long.SIZE) {
            return whole.longValue();
        }
        return whole;
    }

    /** The name of the control that a fault of the application belongs to; the field itself where it has one control. */
    static String control(FormField field) {
        List<String> controls = FormControls.of(field);
        return controls.isEmpty() ? field.name() : controls.get(0);
    }
}
