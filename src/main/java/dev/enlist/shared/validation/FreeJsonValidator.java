package dev.enlist.shared.validation;

import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Walks the document once, counting. */
public class FreeJsonValidator implements ConstraintValidator<FreeJson, Map<String, ?>> {

    /** Far beyond any real figure, and well within PostgreSQL's numeric. */
    private static final int MAX_DIGITS = 100;

    private int maxSize;
    private int maxDepth;

    @Override
    public void initialize(FreeJson bounds) {
        maxSize = bounds.maxSize();
        maxDepth = bounds.maxDepth();
    }

    @Override
    public boolean isValid(@Nullable Map<String, ?> value, ConstraintValidatorContext context) {
        return value == null || size(value, 1) <= maxSize;
    }

    /** The same for values from other sources than JSON, within the default bounds of {@link FreeJson}. */
    public static boolean isStorable(Map<String, ?> value) {
        FreeJsonValidator validator = new FreeJsonValidator();
        validator.maxSize = 32_768;
        validator.maxDepth = 10;
        return validator.size(value, 1) <= validator.maxSize;
    }

    /** Characters of the value; more than any bound where it may not be stored at all. */
    private long size(@Nullable Object value, int depth) {
        if (depth > maxDepth + 1) {
            return Integer.MAX_VALUE;
        }
        if (value instanceof Map<?, ?> object) {
            return object.entrySet().stream()
                    .mapToLong(entry -> size(entry.getKey(), depth + 1) + size(entry.getValue(), depth + 1) + 2)
                    .sum();
        }
        if (value instanceof List<?> list) {
            return list.stream().mapToLong(item -> size(item, depth + 1) + 1).sum();
        }
        if (value instanceof BigDecimal number) {
            boolean sane = Math.abs((long) number.scale()) <= MAX_DIGITS && number.precision() <= MAX_DIGITS;
            return sane ? number.precision() : Integer.MAX_VALUE;
        }
        String text = String.valueOf(value);
        return isStorable(text) ? text.codePointCount(0, text.length()) : Integer.MAX_VALUE;
    }

    /** PostgreSQL stores neither the null character nor half of a surrogate pair. */
    private static boolean isStorable(String text) {
        return text.codePoints().noneMatch(c -> c == 0 || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
