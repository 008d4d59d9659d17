package dev.enlist.applicant;

import com.lowagie.text.Chunk;
import com.lowagie.text.Document;
import com.lowagie.text.Element;
import com.lowagie.text.PageSize;
import com.lowagie.text.Phrase;
import com.lowagie.text.pdf.ColumnText;
import com.lowagie.text.pdf.PdfContentByte;
import com.lowagie.text.pdf.PdfDictionary;
import com.lowagie.text.pdf.PdfName;
import com.lowagie.text.pdf.PdfObject;
import com.lowagie.text.pdf.PdfString;
import com.lowagie.text.pdf.PdfStructureElement;
import com.lowagie.text.pdf.PdfWriter;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.text.Bidi;
import java.util.Locale;

/**
 * A PDF/UA-1 file of headings, paragraphs and tables of two columns, with the structure that screen readers follow: headings
 * by level, tables with row headers, the reading order, the language and the title. Lines are artifacts. Pages break where the text
 * does not fit; a block that goes on stays one element.
 */
final class TaggedPdf {

    static final float BODY = 10.5f;
    static final float SMALL = 9;
    private static final float MARGIN = 56;
    private static final float LEADING = 1.4f;

    /** From the last line on which letters stand to the bottom of the text, as a part of the height of a line. */
    private static final float DESCENT = 0.25f;

    private static final float GAP = 12;
    private static final float LABELS = 0.4f;
    private static final float ROW_PADDING = 4;

    /** A line is started only where so much is left on the page. */
    private static final float LEAST = 40;

    private static final Color LINE = new Color(0xD5, 0xD9, 0xDF);
    private static final PdfName ARTIFACT = new PdfName("Artifact");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Document document = new Document(PageSize.LETTER, MARGIN, MARGIN, MARGIN, MARGIN);
    private final PdfWriter writer;
    private final PdfStructureElement root;
    private final PdfFontResolver fonts;
    private float y = document.top();
    private boolean boxed;

    TaggedPdf(PdfFontResolver fonts, Locale language, String title, String subject, String author) {
        this.fonts = fonts;
        this.writer = PdfWriter.getInstance(document, out);
        writer.setTagged();
        writer.setViewerPreferences(PdfWriter.DisplayDocTitle);
        document.addTitle(title);
        document.addSubject(subject);
        document.addAuthor(author);
        document.addCreator("Enlist");
        writer.setXmpMetadata(metadata(title).getBytes(StandardCharsets.UTF_8));
        document.open();
        writer.getExtraCatalog().put(PdfName.LANG, new PdfString(language.toLanguageTag()));
        this.root = new PdfStructureElement(writer.getStructureTreeRoot(), new PdfName("Document"));
    }

    /** States the title, and that the file follows PDF/UA-1. */
    private static String metadata(String title) {
        return """
                <?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
                <x:xmpmeta xmlns:x="adobe:ns:meta/">
                 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
                  <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
                    xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
                   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:title>
                   <pdfuaid:part>1</pdfuaid:part>
                  </rdf:Description>
                 </rdf:RDF>
                </x:xmpmeta>
                <?xpacket end="w"?>
                """.formatted(title.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"));
    }

    /** The shape of a text. */
    record Style(float size, boolean bold, Color colour) {

        static final Style PLAIN = new Style(BODY, false, Color.BLACK);
        static final Style STRONG = new Style(BODY, true, Color.BLACK);
        static final Style MUTED = new Style(SMALL, false, new Color(0x55, 0x5B, 0x66));
    }

    /** @param level from 1 */
    void heading(int level, String text, float size, float before) {
        block("H" + level, text, new Style(size, true, Color.BLACK), before);
    }

    void paragraph(String text, Style style, float before) {
        block("P", text, style, before);
    }

    private void block(String role, String text, Style style, float before) {
        PdfStructureElement element = new PdfStructureElement(root, new PdfName(role));
        y -= before;
        makeRoom(LEAST);
        Column column = new Column(element, text, style, document.left(), document.right());
        while (column.draw()) {
            newPage();
        }
        y = column.bottom();
    }

    /** A table whose first column names the rows. */
    Table table() {
        y -= ROW_PADDING;
        return new Table(new PdfStructureElement(root, new PdfName("Table")));
    }

    final class Table {

        private final PdfStructureElement element;

        private Table(PdfStructureElement element) {
            this.element = element;
        }

        void row(String label, String value) {
            PdfStructureElement row = new PdfStructureElement(element, new PdfName("TR"));
            PdfStructureElement header = new PdfStructureElement(row, new PdfName("TH"));
            PdfDictionary scope = new PdfDictionary();
            scope.put(PdfName.O, new PdfName("Table"));
            scope.put(new PdfName("Scope"), new PdfName("Row"));
            header.put(PdfName.A, scope);
            makeRoom(LEAST);
            y -= ROW_PADDING;
            float middle = document.left() + LABELS * (document.right() - document.left());
            Column left = new Column(header, label, Style.STRONG, document.left(), middle - GAP);
            Column right = new Column(
                    new PdfStructureElement(row, new PdfName("TD")), value, Style.PLAIN, middle, document.right());
            boolean more = left.draw() | right.draw();
            while (more) {
                newPage();
                more = left.draw() | right.draw();
            }
            y = Math.min(left.bottom(), right.bottom()) - ROW_PADDING;
            line();
        }
    }

    /** One text between two edges, which may go on over several pages. */
    private final class Column {

        private final PdfStructureElement element;
        private final ColumnText text = new ColumnText(writer.getDirectContent());
        private final float left;
        private final float right;
        private final float leading;
        private boolean done;
        private float bottom;

        Column(PdfStructureElement element, String words, Style style, float left, float right) {
            this.element = element;
            this.left = left;
            this.right = right;
            this.leading = style.size() * LEADING;
            Phrase phrase = new Phrase(leading);
            for (PdfFontResolver.Run run : fonts.runs(words, style)) {
                phrase.add(new Chunk(run.text(), run.font()));
                boxed |= run.boxed();
            }
            text.setText(phrase);
            text.setLeading(leading);
            text.setAlignment(Element.ALIGN_LEFT);
            if (Bidi.requiresBidi(words.toCharArray(), 0, words.length())) {
                boolean rightToLeft = !new Bidi(words, Bidi.DIRECTION_DEFAULT_LEFT_TO_RIGHT).baseIsLeftToRight();
                text.setRunDirection(rightToLeft ? PdfWriter.RUN_DIRECTION_RTL : PdfWriter.RUN_DIRECTION_LTR);
                // what is drawn is in the order of the eye and in joined forms
                element.put(new PdfName("ActualText"), new PdfString(words, PdfObject.TEXT_UNICODE));
            }
            if (words.isEmpty()) {
                done = true;
                bottom = y - leading;
            }
        }

        /** Draws what fits on the page; returns whether something is left. */
        boolean draw() {
            if (done) {
                return false;
            }
            PdfContentByte canvas = writer.getDirectContent();
            text.setCanvas(canvas);
            text.setSimpleColumn(left, document.bottom(), right, y);
            canvas.beginMarkedContentSequence(element);
            done = !ColumnText.hasMoreText(text.go());
            canvas.endMarkedContentSequence();
            bottom = text.getYLine() - leading * DESCENT;
            return !done;
        }

        float bottom() {
            return bottom;
        }
    }

    private void makeRoom(float height) {
        if (y - height < document.bottom()) {
            newPage();
        }
    }

    private void newPage() {
        document.newPage();
        y = document.top();
    }

    private void line() {
        PdfContentByte canvas = writer.getDirectContent();
        canvas.beginMarkedContentSequence(ARTIFACT);
        canvas.saveState();
        canvas.setColorStroke(LINE);
        canvas.setLineWidth(0.5f);
        canvas.moveTo(document.left(), y);
        canvas.lineTo(document.right(), y);
        canvas.stroke();
        canvas.restoreState();
        canvas.endMarkedContentSequence();
    }

    /** Whether a character so far became a box, as no font has it. */
    boolean isBoxed() {
        return boxed;
    }

    byte[] close() {
        document.close();
        return out.toByteArray();
    }
}
