package dev.enlist.template;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.networknt.schema.regex.RegularExpression;
import dev.enlist.shared.validation.LinearRegex;
import java.util.Optional;

/** A pattern of a schema: one that {@link LinearRegex} accepts, within the budget of the validation that runs. */
final class LinearPattern implements RegularExpression {

    private final Pattern pattern;
    private final int size;

    private LinearPattern(Pattern pattern, int size) {
        this.pattern = pattern;
        this.size = size;
    }

    /** @throws PatternSyntaxException for what is no pattern, or one that is too large */
    static LinearPattern compile(String text) {
        long size = LinearRegex.requireSize(text);
        if (!ValidationBudget.take(1 + size * 4)) {
            throw new PatternSyntaxException("the schema has too many patterns", "");
        }
        Pattern pattern = Pattern.compile(text);
        return new LinearPattern(pattern, pattern.programSize());
    }

    /** What is wrong with an expression, if anything. */
    static Optional<String> fault(String text) {
        try {
            compile(text);
            return Optional.empty();
        } catch (PatternSyntaxException e) {
            return Optional.of(LinearRegex.words(e));
        }
    }

    @Override
    public boolean matches(String text) {
        return ValidationBudget.take(1 + (long) size * (text.length() + 1) / 8)
                && pattern.matcher(text).find();
    }
}
