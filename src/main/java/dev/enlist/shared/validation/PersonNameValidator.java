package dev.enlist.shared.validation;

import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import org.jspecify.annotations.Nullable;

/** Says what is wrong: blank, or a character that names do not have. */
public class PersonNameValidator implements ConstraintValidator<PersonName, String> {

    @Override
    public boolean isValid(@Nullable String value, ConstraintValidatorContext context) {
        if (value == null) {
            return true;
        }
        if (!TextCharacters.isName(value)) {
            return false;
        }
        if (String.valueOf(TextCharacters.name(value)).isBlank()) {
            context.disableDefaultConstraintViolation();
            context.buildConstraintViolationWithTemplate("must not be blank").addConstraintViolation();
            return false;
        }
        return true;
    }
}
