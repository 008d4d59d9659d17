package dev.enlist.applicant;

import static org.assertj.core.api.Assertions.assertThat;

import com.lowagie.text.pdf.PdfArray;
import com.lowagie.text.pdf.PdfDictionary;
import com.lowagie.text.pdf.PdfName;
import com.lowagie.text.pdf.PdfObject;
import com.lowagie.text.pdf.PdfReader;
import com.lowagie.text.pdf.PdfString;
import com.lowagie.text.pdf.parser.PdfTextExtractor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The structure and the letters of a PDF. */
class TaggedPdfTests {

    private static final PdfFontResolver BUNDLED = new PdfFontResolver(new PdfProperties(List.of("no such place")));
    private static final PdfFontResolver OF_MACHINE =
            new PdfFontResolver(new PdfProperties(List.of("src/test/resources/fonts")));

    private static TaggedPdf pdf(PdfFontResolver fonts) {
        return new TaggedPdf(fonts, Locale.forLanguageTag("es"), "Solicitud <B7K3>", "Baterías", "City Power");
    }

    private static PdfDictionary root(PdfReader reader) {
        return dictionary(dictionary(reader.getCatalog(), "StructTreeRoot"), "K");
    }

    private static PdfDictionary dictionary(PdfDictionary parent, String name) {
        PdfObject found = parent.getDirectObject(new PdfName(name));
        return (PdfDictionary) (found instanceof PdfArray many ? many.getDirectObject(0) : found);
    }

    private static List<PdfDictionary> children(PdfDictionary element) {
        List<PdfDictionary> children = new ArrayList<>();
        PdfObject kids = element.getDirectObject(PdfName.K);
        if (kids instanceof PdfDictionary only) {
            children.add(only);
        } else if (kids instanceof PdfArray many) {
            for (int i = 0; i < many.size(); i++) {
                if (many.getDirectObject(i) instanceof PdfDictionary child) {
                    children.add(child);
                }
            }
        }
        return children;
    }

    /** {@code Table(TR(TH TD))} */
    private static String outline(PdfDictionary element) {
        List<String> below = children(element).stream()
                .filter(child -> child.get(PdfName.S) != null)
                .map(TaggedPdfTests::outline)
                .toList();
        return PdfName.decodeName(element.get(PdfName.S).toString())
                + (below.isEmpty() ? "" : "(" + String.join(" ", below) + ")");
    }

    @Test
    void headingsAndTablesAreTagged() throws IOException {
        TaggedPdf pdf = pdf(BUNDLED);
        pdf.paragraph("City Power", TaggedPdf.Style.MUTED, 0);
        pdf.heading(1, "Solicitud", 20, 2);
        TaggedPdf.Table table = pdf.table();
        table.row("Nombre", "Łukasz Żółć");
        table.row("Vacío", "");

        PdfReader reader = new PdfReader(pdf.close());

        assertThat(outline(root(reader))).isEqualTo("Document(P H1 Table(TR(TH TD) TR(TH TD)))");
        assertThat(dictionary(reader.getCatalog(), "MarkInfo").get(new PdfName("Marked")))
                .hasToString("true");
        assertThat(reader.getCatalog().get(PdfName.LANG)).hasToString("es");
        assertThat(dictionary(reader.getCatalog(), "ViewerPreferences").get(new PdfName("DisplayDocTitle")))
                .hasToString("true");
        assertThat(new String(reader.getMetadata(), StandardCharsets.UTF_8))
                .contains("<pdfuaid:part>1</pdfuaid:part>", "Solicitud &lt;B7K3&gt;");
        assertThat(new PdfTextExtractor(reader).getTextFromPage(1)).contains("Solicitud", "Łukasz Żółć");
        PdfDictionary header =
                children(children(children(root(reader)).get(2)).get(0)).get(0);
        assertThat(dictionary(header, "A").get(new PdfName("Scope"))).hasToString("/Row");
    }

    @Test
    void aValueOfSeveralPagesStaysOneCell() throws IOException {
        TaggedPdf pdf = pdf(BUNDLED);
        pdf.table().row("Reason", "A sentence with some words. ".repeat(400) + "The end.");

        PdfReader reader = new PdfReader(pdf.close());

        assertThat(reader.getNumberOfPages()).isGreaterThan(2);
        assertThat(outline(root(reader))).isEqualTo("Document(Table(TR(TH TD)))");
        assertThat(new PdfTextExtractor(reader).getTextFromPage(reader.getNumberOfPages()))
                .contains("The end.");
    }

    @Test
    void aNameFromRightToLeftIsReadInItsOwnOrder() throws IOException {
        TaggedPdf pdf = pdf(BUNDLED);
        pdf.paragraph("محمد عبد الله", TaggedPdf.Style.PLAIN, 0);
        assertThat(pdf.isBoxed()).isFalse();

        PdfReader reader = new PdfReader(pdf.close());

        PdfString read = (PdfString) children(root(reader)).get(0).get(new PdfName("ActualText"));
        assertThat(read.toUnicodeString()).isEqualTo("محمد عبد الله");
    }

    @Test
    void fontsOfTheMachineHaveWhatTheBundledOneLacks() throws IOException {
        TaggedPdf pdf = pdf(OF_MACHINE);
        pdf.paragraph("สมชาย ใจดี", TaggedPdf.Style.PLAIN, 0);
        pdf.paragraph("王小明, 山田太郎", TaggedPdf.Style.PLAIN, 0);
        assertThat(pdf.isBoxed()).isFalse();

        String text = new PdfTextExtractor(new PdfReader(pdf.close())).getTextFromPage(1);

        assertThat(text).contains("สมชาย", "王小明", "山田太郎");
    }

    @Test
    void aCharacterThatNoFontHasIsABox() {
        TaggedPdf pdf = pdf(BUNDLED);
        pdf.paragraph("Suzie", TaggedPdf.Style.PLAIN, 0);
        assertThat(pdf.isBoxed()).isFalse();
        pdf.paragraph("王小明", TaggedPdf.Style.PLAIN, 0);
        assertThat(pdf.isBoxed()).isTrue();
        assertThat(pdf.close()).isNotEmpty();
    }
}
