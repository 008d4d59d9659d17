package dev.enlist.applicant;

import dev.enlist.shared.problem.Unavailable;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * Renders the copy of an application as PDF: number, status, answers, documents and what happened; tagged for screen readers.
 * A character that no font has is replaced by a box, and the copy says that the page shows it. Contacts no network.
 */
@Component
public class ApplicationCopyRenderer {

    /** Copies that are made at the same time. */
    private static final int MOST_AT_ONCE = 2;

    private static final int WAIT_SECONDS = 10;

    /** Characters of one value in the copy; longer ones are cut. */
    private static final int LONGEST_VALUE = 5_000;

    private static final float HEADING = 13;
    private static final float TITLE = 20;

    private final MessageSource words;
    private final PdfFontResolver fonts;
    private final Semaphore slots = new Semaphore(MOST_AT_ONCE);

    ApplicationCopyRenderer(MessageSource words, PdfFontResolver fonts) {
        this.words = words;
        this.fonts = fonts;
    }

    /** @throws Unavailable while too many copies are being made */
    public byte[] render(ApplicationStatus application, Locale locale) {
        try {
            if (!slots.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new Unavailable(
                        "too-many-copies", "Too many copies are being made. Try again later.", WAIT_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("too-many-copies", "The copy was not made. Try again later.", WAIT_SECONDS);
        }
        try {
            return new Copy(application, locale).render();
        } finally {
            slots.release();
        }
    }

    /** One document. */
    private final class Copy {

        private final ApplicationStatus application;
        private final Locale locale;
        private final String title;
        private final TaggedPdf pdf;

        Copy(ApplicationStatus application, Locale locale) {
            this.application = application;
            this.locale = locale;
            this.title = word("print.title", application.applicationNumber());
            this.pdf = new TaggedPdf(fonts, locale, title, application.programName(), application.organization());
        }

        byte[] render() {
            pdf.paragraph(application.organization(), TaggedPdf.Style.MUTED, 0);
            pdf.heading(1, title, TITLE, 2);
            facts();
            heading(word("status.answers"));
            for (ApplicationStatus.Section section : application.answers()) {
                pdf.heading(3, section.title(), TaggedPdf.BODY, 10);
                TaggedPdf.Table table = pdf.table();
                section.answers()
                        .forEach(answer -> row(
                                table,
                                answer.label(),
                                answer.value().isEmpty() ? word("check.missing") : answer.value()));
            }
            if (!application.documents().isEmpty()) {
                heading(word("status.documents"));
                TaggedPdf.Table table = pdf.table();
                application.documents().forEach(file -> row(table, file.type(), file.fileName()));
            }
            heading(word("print.timeline"));
            timeline();
            if (pdf.isBoxed()) {
                pdf.paragraph(word("print.boxes"), TaggedPdf.Style.MUTED, 12);
            }
            return pdf.close();
        }

        private void facts() {
            TaggedPdf.Table table = pdf.table();
            row(table, word("print.program"), application.programName() + " – " + application.title());
            if (!application.applicantName().isEmpty()) {
                row(table, word("print.applicant"), application.applicantName());
            }
            row(table, word("print.status"), word("state." + application.state().key() + ".title"));
            if (application.reason() != null) {
                row(table, word("status.reason"), application.reason());
            }
        }

        private void timeline() {
            DateTimeFormatter days =
                    DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG).withLocale(locale);
            TaggedPdf.Table table = pdf.table();
            application.timeline().forEach(entry -> {
                if (entry.at() != null) {
                    row(
                            table,
                            days.format(entry.at().atZone(application.zone())),
                            word("timeline." + entry.key()) + (entry.text() == null ? "" : "\n" + entry.text()));
                }
            });
        }

        private void heading(String text) {
            pdf.heading(2, text, HEADING, 16);
        }

        private static void row(TaggedPdf.Table table, String label, String value) {
            table.row(label, cut(value));
        }

        private static String cut(String value) {
            return value.codePointCount(0, value.length()) <= LONGEST_VALUE
                    ? value
                    : value.substring(0, value.offsetByCodePoints(0, LONGEST_VALUE)) + "…";
        }

        private String word(String key, @Nullable Object... arguments) {
            return words.getMessage(key, arguments, locale);
        }
    }
}
