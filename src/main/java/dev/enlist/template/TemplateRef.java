package dev.enlist.template;

import dev.enlist.shared.Slugs;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of a template by name, written {@code slug@number}.
 *
 * @param version from 1
 */
public record TemplateRef(String slug, int version) {

    private static final Pattern FORM = Pattern.compile("(" + Slugs.PATTERN + ")@([1-9][0-9]{0,8})");

    /** Empty where the text is no reference. */
    public static Optional<TemplateRef> of(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(new TemplateRef(matcher.group(1), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return slug + "@" + version;
    }
}
