package dev.enlist.shared.validation;

import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Reads the duration as the timers will. */
public class IsoDurationValidator implements ConstraintValidator<IsoDuration, String> {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(3650);

    @Override
    public boolean isValid(@Nullable String value, ConstraintValidatorContext context) {
        try {
            if (value == null) {
                return true;
            }
            Duration duration = Duration.parse(value);
            return duration.compareTo(SHORTEST) >= 0 && duration.compareTo(LONGEST) <= 0;
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
