package dev.enlist.form;

import java.time.LocalDate;
import java.util.Locale;

/**
 * What the reading of answers depends on beside the form.
 *
 * @param locale  language of the page; decides about month names, and with the country about decimal separators
 * @param today   day of the application in the time zone of the program instance
 * @param country two letters of ISO 3166-1; the country of telephone numbers without a country code
 */
public record AnswerContext(Locale locale, LocalDate today, String country) {

    /** In the United States. */
    public AnswerContext(Locale locale, LocalDate today) {
        this(locale, today, "US");
    }

    /** The same for values that were normalized before. */
    AnswerContext normalized() {
        return new AnswerContext(Locale.ENGLISH, today, "US");
    }
}
