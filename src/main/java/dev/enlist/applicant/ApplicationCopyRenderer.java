package dev.enlist.applicant;

import com.lowagie.text.Document;
import com.lowagie.text.Element;
import com.lowagie.text.Font;
import com.lowagie.text.PageSize;
import com.lowagie.text.Phrase;
import com.lowagie.text.pdf.BaseFont;
import com.lowagie.text.pdf.PdfName;
import com.lowagie.text.pdf.PdfPCell;
import com.lowagie.text.pdf.PdfPTable;
import com.lowagie.text.pdf.PdfString;
import com.lowagie.text.pdf.PdfWriter;
import dev.enlist.shared.problem.Unavailable;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.text.Bidi;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/**
 * Renders the copy of an application as PDF: number, status, answers, documents and what happened. The fonts, DejaVu Sans,
 * are embedded; they cover the Latin, Greek, Cyrillic, Armenian, Georgian, Hebrew and Arabic scripts. A character of
 * another script is replaced by a box, and the copy says that the page shows it. Contacts no network.
 */
@Component
public class ApplicationCopyRenderer {

    /** Copies that are made at the same time. */
    private static final int MOST_AT_ONCE = 2;

    private static final int WAIT_SECONDS = 10;

    /** Characters of one value in the copy; longer ones are cut. */
    private static final int LONGEST_VALUE = 5_000;

    private static final String FONTS = "net/sf/jasperreports/fonts/dejavu/";
    private static final float MARGIN = 56;
    private static final float BODY = 10.5f;
    private static final float SMALL = 9;
    private static final float HEADING = 13;
    private static final float TITLE = 20;
    private static final float LEADING = 1.4f;
    private static final int BOX = 0x25A1;
    private static final Color MUTED = new Color(0x55, 0x5B, 0x66);
    private static final Color LINE = new Color(0xD5, 0xD9, 0xDF);

    private final MessageSource words;
    private final Semaphore slots = new Semaphore(MOST_AT_ONCE);
    private final BaseFont regular = font("DejaVuSans.ttf");
    private final BaseFont bold = font("DejaVuSans-Bold.ttf");

    ApplicationCopyRenderer(MessageSource words) {
        this.words = words;
    }

    private static BaseFont font(String file) {
        try (InputStream content = new ClassPathResource(FONTS + file).getInputStream()) {
            return BaseFont.createFont(
                    file, BaseFont.IDENTITY_H, BaseFont.EMBEDDED, true, content.readAllBytes(), null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        private final ZoneId zone;
        private final Document document = new Document(PageSize.LETTER, MARGIN, MARGIN, MARGIN, MARGIN);
        private boolean boxes;

        Copy(ApplicationStatus application, Locale locale) {
            this.application = application;
            this.locale = locale;
            this.zone = application.zone();
        }

        byte[] render() {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            PdfWriter writer = PdfWriter.getInstance(document, out);
            writer.setViewerPreferences(PdfWriter.DisplayDocTitle);
            String title = word("print.title", application.applicationNumber());
            document.addTitle(title);
            document.addSubject(application.programName());
            document.addAuthor(application.organization());
            document.addCreator("Enlist");
            document.open();
            writer.getExtraCatalog().put(PdfName.LANG, new PdfString(locale.toLanguageTag()));
            text(application.organization(), regular, SMALL, MUTED, 0);
            text(title, bold, TITLE, Color.BLACK, 2);
            facts();
            heading(word("status.answers"));
            for (ApplicationStatus.Section section : application.answers()) {
                text(section.title(), bold, BODY, Color.BLACK, 8);
                PdfPTable table = table();
                section.answers()
                        .forEach(answer -> row(
                                table,
                                answer.label(),
                                answer.value().isEmpty() ? word("check.missing") : answer.value()));
                document.add(table);
            }
            if (!application.documents().isEmpty()) {
                heading(word("status.documents"));
                PdfPTable table = table();
                application.documents().forEach(file -> row(table, file.type(), file.fileName()));
                document.add(table);
            }
            heading(word("print.timeline"));
            PdfPTable table = table();
            application.timeline().stream()
                    .filter(entry -> entry.at() != null)
                    .forEach(entry -> row(
                            table,
                            DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                                    .withLocale(locale)
                                    .format(java.util.Objects.requireNonNull(entry.at())
                                            .atZone(zone)),
                            word("timeline." + entry.key()) + (entry.text() == null ? "" : "\n" + entry.text())));
            document.add(table);
            if (boxes) {
                text(word("print.boxes"), regular, SMALL, MUTED, 12);
            }
            document.close();
            return out.toByteArray();
        }

        private void facts() {
            PdfPTable table = table();
            row(table, word("print.program"), application.programName() + " – " + application.title());
            if (!application.applicantName().isEmpty()) {
                row(table, word("print.applicant"), application.applicantName());
            }
            row(table, word("print.status"), word("state." + application.state().key() + ".title"));
            if (application.reason() != null) {
                row(table, word("status.reason"), application.reason());
            }
            document.add(table);
        }

        private PdfPTable table() {
            PdfPTable table = new PdfPTable(new float[] {2, 3});
            table.setWidthPercentage(100);
            table.setSpacingBefore(6);
            table.setSplitLate(false);
            return table;
        }

        private void row(PdfPTable table, String label, String value) {
            table.addCell(cell(label, bold, BODY, Color.BLACK));
            table.addCell(cell(value, regular, BODY, Color.BLACK));
        }

        private void heading(String text) {
            text(text, bold, HEADING, Color.BLACK, 16);
        }

        private void text(String text, BaseFont face, float size, Color colour, float before) {
            PdfPTable line = new PdfPTable(1);
            line.setWidthPercentage(100);
            line.setSpacingBefore(before);
            PdfPCell cell = cell(text, face, size, colour);
            cell.setBorder(PdfPCell.NO_BORDER);
            cell.setPaddingTop(0);
            cell.setPaddingLeft(0);
            line.addCell(cell);
            document.add(line);
        }

        private PdfPCell cell(String text, BaseFont face, float size, Color colour) {
            String shown = printable(text, face);
            PdfPCell cell = new PdfPCell(new Phrase(size * LEADING, shown, new Font(face, size, Font.NORMAL, colour)));
            cell.setBorder(PdfPCell.BOTTOM);
            cell.setBorderColor(LINE);
            cell.setPaddingTop(4);
            cell.setPaddingBottom(6);
            cell.setPaddingLeft(0);
            boolean rightToLeft = Bidi.requiresBidi(shown.toCharArray(), 0, shown.length())
                    && new Bidi(shown, Bidi.DIRECTION_DEFAULT_LEFT_TO_RIGHT).baseIsLeftToRight() == false;
            cell.setRunDirection(rightToLeft ? PdfWriter.RUN_DIRECTION_RTL : PdfWriter.RUN_DIRECTION_LTR);
            cell.setHorizontalAlignment(Element.ALIGN_LEFT);
            return cell;
        }

        private String printable(String text, BaseFont face) {
            StringBuilder shown = new StringBuilder();
            text.codePoints().limit(LONGEST_VALUE).forEach(c -> {
                boolean known = c == '\n' || c <= Character.MAX_VALUE && face.charExists(c);
                if (known) {
                    shown.appendCodePoint(c);
                } else if (Character.getType(c) != Character.FORMAT) {
                    boxes = true;
                    shown.appendCodePoint(BOX);
                }
            });
            if (text.codePointCount(0, text.length()) > LONGEST_VALUE) {
                shown.append('…');
            }
            return shown.toString();
        }

        private String word(String key, @Nullable Object... arguments) {
            return words.getMessage(key, arguments, locale);
        }
    }
}
