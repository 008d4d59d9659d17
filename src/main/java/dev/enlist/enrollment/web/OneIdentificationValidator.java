package dev.enlist.enrollment.web;

import dev.enlist.enrollment.IdentificationType;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Names each member that is missing, and each that is one too many. Whether a last name is needed depends on the program
 * instance, which is asked when the person is resolved; where other members are missing as well, it is named with them.
 */
public class OneIdentificationValidator implements ConstraintValidator<OneIdentification, EnrollmentRequest> {

    @Override
    public boolean isValid(EnrollmentRequest request, ConstraintValidatorContext context) {
        Optional<IdentificationType> type = IdentificationType.ofWire(request.identificationType());
        if (type.isEmpty()) {
            // reported for identificationType itself
            return true;
        }
        context.disableDefaultConstraintViolation();
        boolean valid = true;
        for (Map.Entry<String, Boolean> required : required(request, type.get()).entrySet()) {
            if (!required.getValue()) {
                valid = fault(
                        context,
                        required.getKey(),
                        "is needed with identificationType " + type.get().wire());
            }
        }
        boolean namesAreMissing = type.get() == IdentificationType.CUSTOMER_INFO && !isThere(request.lastName());
        if (namesAreMissing && !valid) {
            fault(
                    context,
                    "lastName",
                    "is needed with identificationType customerInfo unless the program instance accepts single names");
        }
        for (IdentificationType other : IdentificationType.values()) {
            String id = request.idFor(other);
            if (other != type.get() && id != null) {
                valid = fault(
                        context,
                        other.wire(),
                        "must not be sent with identificationType " + type.get().wire()
                                + ": an enrollment has exactly one identification");
            }
        }
        return valid;
    }

    private static Map<String, Boolean> required(EnrollmentRequest request, IdentificationType type) {
        Map<String, Boolean> present = new LinkedHashMap<>();
        if (type == IdentificationType.CUSTOMER_INFO) {
            present.put("firstName", isThere(request.firstName()));
            present.put("email", isThere(request.email()));
        } else {
            present.put(type.wire(), isThere(request.idFor(type)));
        }
        return present;
    }

    private static boolean isThere(@Nullable String text) {
        return text != null;
    }

    private static boolean fault(ConstraintValidatorContext context, String member, String message) {
        context.buildConstraintViolationWithTemplate(message)
                .addPropertyNode(member)
                .addConstraintViolation();
        return false;
    }
}
