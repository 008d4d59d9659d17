package dev.enlist.customer;

import dev.enlist.shared.validation.UsStates;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reports each invalid part with its own path. */
public class AddressValidator implements ConstraintValidator<ValidAddress, Address> {

    private static final Pattern ZIP = Pattern.compile("\\d{5}(-\\d{4})?");

    /** ISO 3166-1, both the two-letter and the three-letter codes. */
    private static final Set<String> COUNTRIES = countries();

    private static Set<String> countries() {
        Set<String> codes = new HashSet<>(Arrays.asList(Locale.getISOCountries()));
        codes.addAll(Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA3));
        return Set.copyOf(codes);
    }

    @Override
    public boolean isValid(@Nullable Address address, ConstraintValidatorContext context) {
        if (address == null) {
            return true;
        }
        boolean valid = true;
        if (address.country() != null && !COUNTRIES.contains(address.country())) {
            valid = fault(context, "country", "must be an ISO 3166-1 country code, such as US");
        }
        if (address.inUnitedStates()) {
            if (address.state() != null && !UsStates.isCode(address.state())) {
                valid = fault(context, "state", "must be the two-letter code of a US state or territory, such as NY");
            }
            if (address.postalCode() != null
                    && !ZIP.matcher(address.postalCode()).matches()) {
                valid = fault(context, "postalCode", "must be a ZIP code such as 10001 or 10001-0001");
            }
        }
        return valid;
    }

    private static boolean fault(ConstraintValidatorContext context, String part, String message) {
        context.disableDefaultConstraintViolation();
        context.buildConstraintViolationWithTemplate(message)
                .addPropertyNode(part)
                .addConstraintViolation();
        return false;
    }
}
