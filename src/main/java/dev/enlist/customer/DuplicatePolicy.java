package dev.enlist.customer;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides how likely two customers are one person. The score is the sum of the points of what they share, at most 100.
 */
final class DuplicatePolicy {

    /** Lowest score of a pair that is listed. */
    static final int LISTED_FROM = 30;

    /** Members of a key above which it says nothing of a person, such as the telephone of an office. */
    static final int MOST_MEMBERS = 20;

    private static final int HIGHEST = 100;
    private static final int SHORT_NAME = 8;
    private static final int SHORTEST_NICKNAME = 3;

    private DuplicatePolicy() {}

    /** @param shared kinds of keys that both have */
    static Set<DuplicateReason> reasons(
            DuplicateCandidate one, DuplicateCandidate other, Collection<DuplicateKey.Kind> shared) {
        Set<DuplicateReason> reasons = EnumSet.noneOf(DuplicateReason.class);
        for (DuplicateKey.Kind kind : shared) {
            switch (kind) {
                case PHONE -> reasons.add(DuplicateReason.SAME_PHONE);
                case ADDRESS -> reasons.add(DuplicateReason.SAME_ADDRESS);
                case SERIAL -> reasons.add(DuplicateReason.SAME_SERIAL_NUMBER);
                case MAILBOX -> reasons.add(DuplicateReason.SIMILAR_EMAIL);
                case NAME_PLACE -> reasons.add(DuplicateReason.SAME_NAME);
            }
        }
        List<String> name = one.nameWords();
        List<String> otherName = other.nameWords();
        if (name.size() > 1 && name.equals(otherName)) {
            reasons.add(DuplicateReason.SAME_NAME);
        } else if (isSimilar(name, otherName) || isNickname(one, other)) {
            reasons.add(DuplicateReason.SIMILAR_NAME);
        }
        return reasons;
    }

    static int score(Collection<DuplicateReason> reasons) {
        return Math.min(
                HIGHEST, reasons.stream().mapToInt(DuplicateReason::points).sum());
    }

    /** One typing error in a short name, two in a longer one. */
    private static boolean isSimilar(List<String> name, List<String> otherName) {
        String one = String.join(" ", name);
        String other = String.join(" ", otherName);
        if (name.size() < 2 || otherName.size() < 2) {
            return false;
        }
        int most = Math.min(one.length(), other.length()) <= SHORT_NAME ? 1 : 2;
        return Math.abs(one.length() - other.length()) <= most && distance(one, other) <= most;
    }

    /** The same last name, and one first name is the beginning of the other: Tom and Tomasz. */
    private static boolean isNickname(DuplicateCandidate one, DuplicateCandidate other) {
        return one.lastNameKey() != null
                && one.lastNameKey().equals(other.lastNameKey())
                && (begins(one.firstNameKey(), other.firstNameKey())
                        || begins(other.firstNameKey(), one.firstNameKey()));
    }

    private static boolean begins(@Nullable String name, @Nullable String beginning) {
        return name != null
                && beginning != null
                && beginning.length() >= SHORTEST_NICKNAME
                && name.startsWith(beginning);
    }

    /** Insertions, deletions, replacements and exchanges of neighbours that make one text the other. */
    private static int distance(String one, String other) {
        int[][] steps = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                steps[i][j] = i == 0 || j == 0 ? i + j : least(steps, one, other, i, j);
            }
        }
        return steps[one.length()][other.length()];
    }

    private static int least(int[][] steps, String one, String other, int i, int j) {
        int replaced = steps[i - 1][j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        int least = Math.min(replaced, Math.min(steps[i - 1][j], steps[i][j - 1]) + 1);
        boolean exchanged =
                i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2) && one.charAt(i - 2) == other.charAt(j - 1);
        return exchanged ? Math.min(least, steps[i - 2][j - 2] + 1) : least;
    }
}
