package dev.enlist.form;

import java.math.BigDecimal;
import java.text.NumberFormat;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.stereotype.Component;

/** The words for faults of answers, from the bundle {@code messages/form}: one sentence that says what to enter. */
@Component
public class AnswerFaultMessages {

    private final ResourceBundleMessageSource words = new ResourceBundleMessageSource();

    AnswerFaultMessages() {
        words.setBasename("messages/form");
        words.setDefaultEncoding("UTF-8");
        words.setFallbackToSystemLocale(false);
        words.setAlwaysUseMessageFormat(true);
    }

    public String text(AnswerFault fault, Locale locale) {
        List<Object> arguments = new ArrayList<>();
        arguments.add(fault.label().in(locale));
        fault.arguments().forEach(argument -> arguments.add(shown(argument, locale)));
        return words.getMessage("form.fault." + fault.code(), arguments.toArray(), locale);
    }

    private static Object shown(Object argument, Locale locale) {
        if (argument instanceof LocalDate day) {
            return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                    .withLocale(locale)
                    .format(day);
        }
        return argument instanceof BigDecimal || argument instanceof Integer
                ? NumberFormat.getInstance(locale).format(argument)
                : argument;
    }
}
