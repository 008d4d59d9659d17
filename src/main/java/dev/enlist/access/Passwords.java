package dev.enlist.access;

import dev.enlist.shared.problem.Fault;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * What a password must be, and how it is kept. Length decides, as NIST SP 800-63B has it: no rules on kinds
 * of characters, which only make passwords alike.
 */
@Component
public class Passwords {

    public static final int MIN_LENGTH = 12;

    /** What BCrypt reads; what comes after would not count. */
    private static final int MAX_BYTES = 72;

    private static final int GENERATED_LENGTH = 20;
    /** Without those that look alike. */
    private static final String LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";

    private static final int FEWEST_DIFFERENT = 5;

    private final PasswordEncoder encoder;
    private final SecureRandom random = new SecureRandom();

    Passwords(PasswordEncoder encoder) {
        this.encoder = encoder;
    }

    /** What is wrong with a password that somebody wants for this account; empty where nothing is. */
    public List<Fault> faults(String password, String email, String pointer) {
        List<Fault> faults = new ArrayList<>();
        if (password.length() < MIN_LENGTH) {
            faults.add(new Fault(pointer, "must have at least " + MIN_LENGTH + " characters"));
        }
        if (password.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            faults.add(new Fault(pointer, "must have at most " + MAX_BYTES + " bytes"));
        }
        if (password.chars().distinct().count() < FEWEST_DIFFERENT) {
            faults.add(new Fault(pointer, "must have at least " + FEWEST_DIFFERENT + " different characters"));
        }
        String name = email.substring(0, Math.max(0, email.indexOf('@'))).toLowerCase(Locale.ROOT);
        if (name.length() > 3 && password.toLowerCase(Locale.ROOT).contains(name)) {
            faults.add(new Fault(pointer, "must not contain the name of the account"));
        }
        return faults;
    }

    public String generate() {
        StringBuilder password = new StringBuilder(GENERATED_LENGTH);
        for (int i = 0; i < GENERATED_LENGTH; i++) {
            password.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return password.toString();
    }

    String hash(String password) {
        return encoder.encode(password);
    }

    boolean matches(String password, @Nullable String hash) {
        return hash != null && encoder.matches(password, hash);
    }
}
