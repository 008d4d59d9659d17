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
 * What a password must be, and how it is kept. Length decides, as NIST SP 800-63B has it: no rules on kinds
 * of characters, which only make passwords alike.
 */
@Component
public class PasswordPolicy {

    public static final int MIN_LENGTH = 12;

    /** What BCrypt reads; what comes after would not count. */
    private static final int MAX_BYTES = 72;

    private static final int GENERATED_LENGTH = 20;
    /** Without those that look alike. */
    private static final String LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";

    private static final int FEWEST_DIFFERENT = 5;

    private static final int FEWEST_COMPARISONS = 2;

    private final PasswordEncoder encoder;
    private final Supplier<String> nobodys;
    private final SecureRandom random = new SecureRandom();

    PasswordPolicy(PasswordEncoder encoder) {
        this.encoder = encoder;
        this.nobodys = SingletonSupplier.of(() -> encoder.encode(generate()));
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

    /**
     * The account whose password this is. Compares with every hash, and with two at least, so that the time tells
     * neither whether there is an account nor whether there is a second one.
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
