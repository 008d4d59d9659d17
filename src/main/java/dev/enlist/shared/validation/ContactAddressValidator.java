package dev.enlist.shared.validation;

import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Accepts null. */
public class ContactAddressValidator implements ConstraintValidator<ContactAddress, String> {

    private static final int MAX_LENGTH = 500;
    private static final Set<String> SCHEMES = Set.of("https", "http");

    private final EmailAddressValidator mailboxes = new EmailAddressValidator();

    @Override
    public boolean isValid(@Nullable String value, ConstraintValidatorContext context) {
        return value == null || value.length() <= MAX_LENGTH && (isPage(value) || mailboxes.isValid(value, context));
    }

    /** Whether a text is the address of a page that a browser can open. */
    public static boolean isPage(String value) {
        try {
            URI address = new URI(value);
            return address.getScheme() != null
                    && SCHEMES.contains(address.getScheme().toLowerCase(Locale.ROOT))
                    && address.getHost() != null;
        } catch (URISyntaxException | NumberFormatException e) {
            // the JDK parses an IPv4 address within an IPv6 address with Integer.parseInt
            return false;
        }
    }
}
