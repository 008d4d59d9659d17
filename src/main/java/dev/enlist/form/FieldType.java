package dev.enlist.form;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How a question is answered. */
public enum FieldType {
    /** One line. */
    TEXT("text"),
    /** Several lines. */
    LONG_TEXT("longText"),
    /** A decimal number. */
    NUMBER("number"),
    INTEGER("integer"),
    /** An amount of money with at most two decimals. */
    MONEY("money"),
    /** A day of the calendar, asked as day, month and year. */
    DATE("date"),
    /** Yes or no. */
    BOOLEAN("boolean"),
    /** One of the options. */
    CHOICE("choice"),
    /** Any of the options. */
    MULTI_CHOICE("multiChoice"),
    EMAIL("email"),
    PHONE("phone"),
    /** A postal address with all its parts. */
    ADDRESS("address"),
    /** Maker and serial number of a device. */
    DEVICE("device"),
    /** One or several files. */
    FILE("file"),
    /** A box to tick; where it is required, it must be ticked. */
    CONSENT("consent");

    /** Names of types in the forms of earlier versions. */
    private static final Map<String, FieldType> FORMER =
            Map.of("textarea", LONG_TEXT, "select", CHOICE, "multiselect", MULTI_CHOICE);

    private static final Map<String, FieldType> BY_WIRE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(FieldType::wire, Function.identity()));

    private final String wire;

    FieldType(String wire) {
        this.wire = wire;
    }

    /** The name in JSON. */
    public String wire() {
        return wire;
    }

    /** The type of a name in JSON, that of an earlier version included. */
    public static Optional<FieldType> ofWire(String wire) {
        return Optional.ofNullable(BY_WIRE.getOrDefault(wire, FORMER.get(wire)));
    }

    static String names() {
        return Stream.of(values()).map(FieldType::wire).collect(Collectors.joining(", "));
    }

    /** Whether the type offers options to choose from. */
    public boolean isChoice() {
        return this == CHOICE || this == MULTI_CHOICE;
    }

    /** Whether the answer is a number. */
    public boolean isNumeric() {
        return this == NUMBER || this == INTEGER || this == MONEY;
    }

    /** Whether the answer is a text that a person types. */
    public boolean isText() {
        return this == TEXT || this == LONG_TEXT || this == EMAIL || this == PHONE;
    }
}
