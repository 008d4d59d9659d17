package dev.enlist.form;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.enlist.shared.Slugs;
import dev.enlist.shared.validation.EmailAddress;
import dev.enlist.shared.validation.LinearRegex;
import dev.enlist.shared.validation.PersonName;
import jakarta.validation.Validator;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads the answer of one field, forgiving in its form and strict in its content. */
@Component
class AnswerReader {

    private static final Set<String> YES = Set.of("true", "yes", "y", "on", "1", "si", "sí");
    private static final Set<String> NO = Set.of("false", "no", "n", "off", "0");
    private static final int LONGEST_EMAIL = 254;
    private static final int MOST_MANUFACTURERS = 50;

    /** The rules of the REST API for texts that have rules of their own. */
    record Checked(
            @EmailAddress @Nullable String email,
            @PersonName @Nullable String name) {}

    private final Validator validator;
    private final LoadingCache<String, LinearRegex> patterns =
            Caffeine.newBuilder().maximumSize(1_000).build(LinearRegex::compile);

    AnswerReader(Validator validator) {
        this.validator = validator;
    }

    /**
     * The normalized value; null where there is no answer, or none that can be used.
     *
     * @param country of an address that is asked part by part; null for the United States
     */
    @Nullable
    Object read(
            FormField field,
            Map<String, List<String>> posted,
            @Nullable String country,
            AnswerContext context,
            List<AnswerFault> faults) {
        return switch (field.type()) {
            case ADDRESS -> address(field, posted, context, faults);
            case DEVICE -> device(field, posted, faults);
            case DATE -> date(field, posted, context, faults);
            case FILE -> files(field, posted, faults);
            case MULTI_CHOICE -> choices(field, posted, faults);
            default -> {
                String typed = first(posted, field.name());
                yield typed == null ? null : single(field, typed, country, context, faults);
            }
        };
    }

    /** The fault of a required field without an answer. */
    AnswerFault missing(FormField field) {
        return switch (field.type()) {
            case CHOICE, BOOLEAN -> fault(field, "required.choice");
            case MULTI_CHOICE -> fault(field, "required.choices");
            case CONSENT -> fault(field, "required.consent");
            case FILE -> fault(field, "required.file");
            case DATE -> fault(field, "required.date", ".day");
            case ADDRESS -> fault(field, "required.address", ".streetOne");
            case DEVICE -> fault(field, "required.device", ".manufacturer");
            default -> fault(field, "required.text");
        };
    }

    private @Nullable Object single(
            FormField field, String typed, @Nullable String country, AnswerContext context, List<AnswerFault> faults) {
        String line = AnswerText.line(typed);
        if (line.isEmpty()) {
            return null;
        }
        return switch (field.type()) {
            case NUMBER, INTEGER, MONEY -> number(field, line, context, faults);
            case BOOLEAN -> truth(field, line, faults);
            case CONSENT -> YES.contains(line.toLowerCase(Locale.ROOT)) ? Boolean.TRUE : null;
            case CHOICE -> choice(field, line, faults);
            case EMAIL -> email(field, line, faults);
            case PHONE -> phone(field, line, context, faults);
            default -> text(field, typed, line, country, context, faults);
        };
    }

    private @Nullable Object text(
            FormField field,
            String typed,
            String line,
            @Nullable String country,
            AnswerContext context,
            List<AnswerFault> faults) {
        String text = field.type() == FieldType.LONG_TEXT ? AnswerText.lines(typed) : line;
        if (text.codePointCount(0, text.length()) > field.longest()) {
            faults.add(fault(field, "text.length", "", field.longest()));
            return null;
        }
        int before = faults.size();
        Object value = named(field, text, line, country, context, faults);
        // of the normalised answer: a pattern for "NY" accepts "New York", which is stored as NY
        String stored = value instanceof String normalised ? normalised : text;
        if (faults.size() == before && field.pattern() != null && !matches(field.pattern(), stored)) {
            faults.add(fault(field, "text.pattern"));
            return null;
        }
        return value;
    }

    private @Nullable Object named(
            FormField field,
            String text,
            String line,
            @Nullable String country,
            AnswerContext context,
            List<AnswerFault> faults) {
        String nation = country == null
                ? null
                : AddressAnswerParser.country(country, context.locale()).orElse(country);
        return switch (field.name()) {
            case "email" -> email(field, line, faults);
            case "phone" -> phone(field, line, context, faults);
            case "firstName", "lastName" -> checked(field, "name", text, "name", faults);
            case "address.state" -> or(AddressAnswerParser.state(text, nation), field, "address.state", faults);
            case "address.postalCode" ->
                or(AddressAnswerParser.postalCode(text, nation), field, "address.postalCode", faults);
            case "address.country" ->
                or(AddressAnswerParser.country(text, context.locale()), field, "address.country", faults);
            case "manufacturerSlugs" -> slugs(text);
            case "tags" -> parts(text).toList();
            default -> text;
        };
    }

    /** A pattern of a form from before patterns were checked has no effect. */
    private boolean matches(String pattern, String text) {
        return LinearRegex.fault(pattern).isPresent() || patterns.get(pattern).matches(text);
    }

    private @Nullable Object or(Optional<String> read, FormField field, String code, List<AnswerFault> faults) {
        if (read.isEmpty()) {
            faults.add(fault(field, code));
        }
        return read.orElse(null);
    }

    private @Nullable Object checked(
            FormField field, String property, String text, String code, List<AnswerFault> faults) {
        if (!validator.validateValue(Checked.class, property, text).isEmpty()) {
            faults.add(fault(field, code));
            return null;
        }
        return text;
    }

    private @Nullable Object email(FormField field, String line, List<AnswerFault> faults) {
        String text = line.regionMatches(true, 0, "mailto:", 0, 7) ? line.substring(7) : line;
        if (text.length() > LONGEST_EMAIL) {
            faults.add(fault(field, "email"));
            return null;
        }
        return checked(field, "email", text.strip(), "email", faults);
    }

    private @Nullable Object phone(FormField field, String line, AnswerContext context, List<AnswerFault> faults) {
        return or(PhoneAnswerParser.parse(line, context.country()), field, "phone", faults);
    }

    private @Nullable Object number(FormField field, String line, AnswerContext context, List<AnswerFault> faults) {
        String code = field.type() == FieldType.MONEY ? "money" : "number";
        Optional<BigDecimal> read = NumberAnswerParser.parse(line, context.locale(), context.country());
        if (read.isEmpty()) {
            faults.add(fault(field, code));
            return null;
        }
        BigDecimal number = read.get().stripTrailingZeros();
        if (field.type() == FieldType.INTEGER && number.scale() > 0) {
            faults.add(fault(field, "integer"));
            return null;
        }
        if (field.type() == FieldType.MONEY && number.scale() > 2) {
            faults.add(fault(field, "money.decimals"));
            return null;
        }
        Optional<BigDecimal> min = field.minNumber().filter(least -> number.compareTo(least) < 0);
        Optional<BigDecimal> max = field.maxNumber().filter(most -> number.compareTo(most) > 0);
        min.ifPresent(least -> faults.add(fault(field, code + ".min", "", least)));
        max.ifPresent(most -> faults.add(fault(field, code + ".max", "", most)));
        if (min.isPresent() || max.isPresent()) {
            return null;
        }
        if (field.type() == FieldType.MONEY) {
            return number.setScale(2, RoundingMode.UNNECESSARY);
        }
        return number.scale() < 0 ? number.setScale(0, RoundingMode.UNNECESSARY) : number;
    }

    private static @Nullable Object truth(FormField field, String line, List<AnswerFault> faults) {
        String text = line.toLowerCase(Locale.ROOT);
        if (YES.contains(text) || NO.contains(text)) {
            return YES.contains(text);
        }
        faults.add(fault(field, "choice"));
        return null;
    }

    private static @Nullable Object choice(FormField field, String line, List<AnswerFault> faults) {
        if (field.option(line).isEmpty()) {
            faults.add(fault(field, "choice"));
            return null;
        }
        return field.name().equals("manufacturerSlugs") || field.name().equals("tags") ? List.of(line) : line;
    }

    private static @Nullable Object choices(
            FormField field, Map<String, List<String>> posted, List<AnswerFault> faults) {
        List<String> chosen = posted.getOrDefault(field.name(), List.of()).stream()
                .map(AnswerText::line)
                .filter(each -> !each.isEmpty())
                .distinct()
                .toList();
        if (chosen.isEmpty()) {
            return null;
        }
        if (chosen.stream().anyMatch(each -> field.option(each).isEmpty())) {
            faults.add(fault(field, "choice"));
            return null;
        }
        BigDecimal count = BigDecimal.valueOf(chosen.size());
        field.minNumber()
                .filter(fewest -> count.compareTo(fewest) < 0)
                .ifPresent(fewest -> faults.add(fault(field, "choices.min", "", fewest)));
        field.maxNumber()
                .filter(most -> count.compareTo(most) > 0)
                .ifPresent(most -> faults.add(fault(field, "choices.max", "", most)));
        return faults.isEmpty() ? chosen : null;
    }

    private static @Nullable Object files(FormField field, Map<String, List<String>> posted, List<AnswerFault> faults) {
        List<String> files = posted.getOrDefault(field.name(), List.of()).stream()
                .filter(each -> !each.isBlank())
                .distinct()
                .toList();
        if (files.size() > field.maxFiles()) {
            faults.add(fault(field, "files.max", "", field.maxFiles()));
            return null;
        }
        return files.isEmpty() ? null : files;
    }

    private static @Nullable Object date(
            FormField field, Map<String, List<String>> posted, AnswerContext context, List<AnswerFault> faults) {
        Optional<LocalDate> read;
        String whole = line(posted, field.name());
        if (whole.isEmpty()) {
            String day = AnswerText.digits(line(posted, field.name() + ".day"));
            String month = line(posted, field.name() + ".month");
            String year = AnswerText.digits(line(posted, field.name() + ".year"));
            if (day.isEmpty() && month.isEmpty() && year.isEmpty()) {
                return null;
            }
            present(field, "day", day, faults);
            present(field, "month", month, faults);
            present(field, "year", year, faults);
            if (!faults.isEmpty()) {
                return null;
            }
            if (!year.matches("[0-9]{4}")) {
                faults.add(fault(field, "date.year", ".year"));
                return null;
            }
            Optional<Integer> number = DateAnswerParser.month(month, context.locale());
            if (number.isEmpty()) {
                faults.add(fault(field, "date.month", ".month"));
                return null;
            }
            read = day.matches("[0-9]{1,2}")
                    ? DateAnswerParser.day(year, number.get().toString(), day)
                    : Optional.empty();
        } else {
            read = DateAnswerParser.parse(whole, context.locale(), context.country());
        }
        if (read.isEmpty()) {
            faults.add(fault(field, "date", ".day"));
            return null;
        }
        LocalDate date = read.get();
        field.minDay(context.today())
                .filter(date::isBefore)
                .ifPresent(first -> faults.add(fault(field, "date.min", ".day", first)));
        field.maxDay(context.today())
                .filter(date::isAfter)
                .ifPresent(last -> faults.add(fault(field, "date.max", ".day", last)));
        return faults.isEmpty() ? date.toString() : null;
    }

    private static void present(FormField field, String part, String typed, List<AnswerFault> faults) {
        if (typed.isEmpty()) {
            faults.add(fault(field, "date." + part, "." + part));
        }
    }

    private @Nullable Object address(
            FormField field, Map<String, List<String>> posted, AnswerContext context, List<AnswerFault> faults) {
        Map<String, String> parts = new LinkedHashMap<>();
        for (String part : FormMember.ADDRESS_PARTS) {
            String line = line(posted, field.name() + "." + part);
            if (!line.isEmpty()) {
                parts.put(part, line);
            }
        }
        if (parts.keySet().stream().allMatch("country"::equals)) {
            return null;
        }
        String typed = parts.get("country");
        String country = typed == null
                ? null
                : AddressAnswerParser.country(typed, context.locale()).orElse(null);
        if (typed != null) {
            replace(field, parts, "country", Optional.ofNullable(country), faults);
        }
        if (parts.containsKey("state")) {
            replace(field, parts, "state", AddressAnswerParser.state(parts.get("state"), country), faults);
        }
        if (parts.containsKey("postalCode")) {
            replace(
                    field,
                    parts,
                    "postalCode",
                    AddressAnswerParser.postalCode(parts.get("postalCode"), country),
                    faults);
        }
        for (String part : FormMember.ADDRESS_PARTS) {
            boolean american = AddressAnswerParser.isUnitedStates(country);
            boolean needed =
                    switch (part) {
                        case "streetOne", "city" -> true;
                        case "state", "postalCode" -> american;
                        default -> false;
                    };
            String value = parts.getOrDefault(part, "");
            int longest = FormMember.of("address." + part).orElseThrow().longest();
            if (needed && value.isEmpty()) {
                faults.add(fault(field, "required.address." + part, "." + part));
            } else if (value.codePointCount(0, value.length()) > longest) {
                faults.add(fault(field, "text.length", "." + part, longest));
            }
        }
        return faults.isEmpty() ? parts : null;
    }

    private static void replace(
            FormField field, Map<String, String> parts, String part, Optional<String> read, List<AnswerFault> faults) {
        if (read.isEmpty()) {
            faults.add(fault(field, "address." + part, "." + part));
        }
        read.ifPresent(value -> parts.put(part, value));
    }

    private static @Nullable Object device(
            FormField field, Map<String, List<String>> posted, List<AnswerFault> faults) {
        String manufacturer = line(posted, field.name() + ".manufacturer");
        String serialNumber = line(posted, field.name() + ".serialNumber");
        if (manufacturer.isEmpty() && serialNumber.isEmpty()) {
            return null;
        }
        Map<String, String> parts = new LinkedHashMap<>();
        if (!manufacturer.isEmpty()) {
            int mostOfName = FormMember.MANUFACTURER_SLUGS.longest();
            if (manufacturer.length() > mostOfName) {
                faults.add(fault(field, "text.length", ".manufacturer", mostOfName));
            } else if (!field.options().isEmpty() && field.option(manufacturer).isEmpty()) {
                faults.add(fault(field, "choice", ".manufacturer"));
            } else {
                parts.put("manufacturer", field.options().isEmpty() ? Slugs.of(manufacturer) : manufacturer);
            }
        } else if (field.required()) {
            faults.add(fault(field, "required.device.manufacturer", ".manufacturer"));
        }
        int longest = FormMember.SERIAL_NUMBER.longest();
        if (serialNumber.codePointCount(0, serialNumber.length()) > longest) {
            faults.add(fault(field, "text.length", ".serialNumber", longest));
        } else if (!serialNumber.isEmpty()) {
            parts.put("serialNumber", serialNumber);
        } else if (field.required()) {
            faults.add(fault(field, "required.device.serialNumber", ".serialNumber"));
        }
        return faults.isEmpty() ? parts : null;
    }

    private static List<String> slugs(String text) {
        return List.copyOf(new TreeSet<>(
                parts(text).map(Slugs::of).limit(MOST_MANUFACTURERS).toList()));
    }

    /** The parts of a list that is typed as a text. */
    private static Stream<String> parts(String text) {
        return Stream.of(text.split("[,;/]")).map(String::strip).filter(part -> !part.isEmpty());
    }

    private static String line(Map<String, List<String>> posted, String name) {
        String typed = first(posted, name);
        return typed == null ? "" : AnswerText.line(typed);
    }

    private static @Nullable String first(Map<String, List<String>> posted, String name) {
        List<String> values = posted.getOrDefault(name, List.of());
        return values.stream().filter(value -> !value.isBlank()).findFirst().orElse(null);
    }

    private static AnswerFault fault(FormField field, String code) {
        return fault(field, code, "");
    }

    private static AnswerFault fault(FormField field, String code, String part, Object... arguments) {
        return new AnswerFault(field.name() + part, code, field.label(), List.of(arguments));
    }
}
