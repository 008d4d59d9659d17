package dev.enlist.payout;

import dev.enlist.customer.Address;
import dev.enlist.enrollment.Application;
import dev.enlist.enrollment.Enrollment;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The members that a column of a bank's file can have. */
final class PayoutFileColumn {

    private static final String TEXT = "text:";
    private static final String METADATA = "metadata.";

    private static final Map<String, Function<Payout, @Nullable Object>> OF_PAYOUT = Map.of(
            "reference", Payout::getId,
            "amount", payout -> payout.money().amount().toPlainString(),
            "currency", payout -> payout.money().currency(),
            "batchId", payout -> payout.batchId().orElse(null),
            "programInstanceId", Payout::programInstanceId);

    private static final Map<String, Function<Enrollment, @Nullable Object>> OF_ENROLLMENT = Map.of(
            "applicationNumber", Enrollment::applicationNumber,
            "firstName", enrollment -> enrollment.application().firstName(),
            "lastName", enrollment -> enrollment.application().lastName(),
            "name", PayoutFileColumn::name,
            "email", enrollment -> enrollment.application().email(),
            "phone", enrollment -> enrollment.application().phone());

    private static final Map<String, Function<Address, @Nullable Object>> OF_ADDRESS = Map.of(
            "address.streetOne", Address::streetOne,
            "address.streetTwo", Address::streetTwo,
            "address.city", Address::city,
            "address.state", Address::state,
            "address.postalCode", Address::postalCode,
            "address.country", Address::country);

    static final String PROGRAM = "program";

    private PayoutFileColumn() {}

    /** Whether a column can have this value. */
    static boolean isValue(String value) {
        return value.startsWith(TEXT)
                || value.startsWith(METADATA) && value.length() > METADATA.length()
                || value.equals(PROGRAM)
                || OF_PAYOUT.containsKey(value)
                || OF_ENROLLMENT.containsKey(value)
                || OF_ADDRESS.containsKey(value);
    }

    static String choices() {
        return Stream.of(OF_PAYOUT.keySet(), OF_ENROLLMENT.keySet(), OF_ADDRESS.keySet())
                .flatMap(java.util.Set::stream)
                .sorted()
                .collect(Collectors.joining(", "));
    }

    /**
     * @param enrollment null where the person was erased
     * @param program    title of the program instance
     */
    static @Nullable Object read(String value, Payout payout, @Nullable Enrollment enrollment, String program) {
        if (value.startsWith(TEXT)) {
            return value.substring(TEXT.length());
        }
        if (value.equals(PROGRAM)) {
            return program;
        }
        if (OF_PAYOUT.containsKey(value)) {
            return OF_PAYOUT.get(value).apply(payout);
        }
        if (enrollment == null) {
            return null;
        }
        if (OF_ENROLLMENT.containsKey(value)) {
            return OF_ENROLLMENT.get(value).apply(enrollment);
        }
        if (OF_ADDRESS.containsKey(value)) {
            return Optional.ofNullable(enrollment.application().address())
                    .map(OF_ADDRESS.get(value))
                    .orElse(null);
        }
        return enrollment.application().metadata().get(value.substring(METADATA.length()));
    }

    private static String name(Enrollment enrollment) {
        Application person = enrollment.application();
        return Stream.of(person.firstName(), person.lastName())
                .filter(part -> part != null && !part.isBlank())
                .collect(Collectors.joining(" "));
    }
}
