package dev.enlist.access;

import dev.enlist.shared.problem.Fault;
import dev.enlist.tenancy.People;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;

/**
 * Validates and hashes passwords. Requires length and no character classes, as NIST SP 800-63B recommends, because
 * class rules lead to similar passwords.
 */
@Component
public class PasswordPolicy {

    public static final int MIN_LENGTH = 12;

    /** The maximum that BCrypt reads; it ignores further bytes. */
    private static final int MAX_BYTES = 72;

    private static final int GENERATED_LENGTH = 20;
    /** Letters and digits without similar ones such as l and 1. */
    private static final String ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";

    private static final int FEWEST_DIFFERENT = 5;

    private static final int FEWEST_COMPARISONS = 2;

    private final PasswordEncoder encoder;
    private final Supplier<String> nobodys;
    private final SecureRandom random = new SecureRandom();

    PasswordPolicy(PasswordEncoder encoder) {
        this.encoder = encoder;
        this.nobodys = SingletonSupplier.of(() -> encoder.encode(generate()));
    }

    /** Validates a new password of an account; an empty result means valid. */
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
            password.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return password.toString();
    }

    String hash(String password) {
        return encoder.encode(password);
    }

    /**
     * Finds the account with this password. Compares with every hash and at least two, so that the duration shows
     * neither whether an account exists nor whether there are several.
     */
    Optional<String> matching(List<People.Credentials> accounts, String password) {
        String found = null;
        for (People.Credentials account : accounts) {
            if (encoder.matches(password, account.passwordHash()) && found == null) {
                found = account.accountId();
            }
        }
        for (int i = accounts.size(); i < FEWEST_COMPARISONS; i++) {
            encoder.matches(password, nobodys.get());
        }
        return Optional.ofNullable(found);
    }

    boolean matches(String password, @Nullable String hash) {
        return hash != null && encoder.matches(password, hash);
    }
}
