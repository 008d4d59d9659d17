package dev.enlist.applicant;

import com.lowagie.text.Font;
import com.lowagie.text.pdf.BaseFont;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.Character.UnicodeScript;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/**
 * The fonts of a PDF, all embedded. DejaVu Sans, which the application brings along, has the Latin, Greek, Cyrillic, Armenian,
 * Georgian, Hebrew and Arabic scripts. For a character of another script the font directories of the machine are searched:
 * a Noto font of that script first, then fonts with many scripts. A character that no font has becomes a box.
 */
@Component
class PdfFontResolver {

    private static final Logger log = LoggerFactory.getLogger(PdfFontResolver.class);
    private static final String BUNDLED = "net/sf/jasperreports/fonts/dejavu/";
    private static final int BOX = 0x25A1;
    private static final int DEPTH = 8;

    private static final Set<UnicodeScript> CHINESE_JAPANESE_KOREAN = EnumSet.of(
            UnicodeScript.HAN,
            UnicodeScript.HIRAGANA,
            UnicodeScript.KATAKANA,
            UnicodeScript.HANGUL,
            UnicodeScript.BOPOMOFO);

    /** Beginnings of the names of files that have many scripts, without punctuation and in lower case, the best first. */
    private static final List<String> MANY_SCRIPTS =
            List.of("droidsansfallback", "wqyzenhei", "wqymicrohei", "arialunicode", "unifont", "freesans");

    private static final Comparator<Path> REGULAR_FIRST = Comparator.comparing(
                    (Path file) -> !key(file).contains("regular"))
            .thenComparing(file -> key(file).length())
            .thenComparing(Path::toString);

    private final List<Path> directories;
    private final BaseFont regular = bundled("DejaVuSans.ttf");
    private final BaseFont bold = bundled("DejaVuSans-Bold.ttf");
    private final Map<UnicodeScript, List<BaseFont>> others = new ConcurrentHashMap<>();

    PdfFontResolver(PdfProperties properties) {
        this.directories = properties.fontDirectories().stream().map(Path::of).toList();
    }

    private static BaseFont bundled(String file) {
        try (InputStream content = new ClassPathResource(BUNDLED + file).getInputStream()) {
            return withoutCidSet(BaseFont.createFont(
                    file, BaseFont.IDENTITY_H, BaseFont.EMBEDDED, true, content.readAllBytes(), null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The set that the library writes names only the used glyphs, which PDF/UA does not allow; it may be absent. */
    private static BaseFont withoutCidSet(BaseFont font) {
        font.setIncludeCidSet(false);
        return font;
    }

    /**
     * Text in one font.
     *
     * @param boxed whether a character became a box
     */
    record Run(String text, Font font, boolean boxed) {}

    /** Splits a text where its font changes. Leaves out invisible characters that the bundled font lacks. */
    List<Run> runs(String text, TaggedPdf.Style style) {
        List<Run> runs = new ArrayList<>();
        BaseFont bundled = style.bold() ? bold : regular;
        StringBuilder run = new StringBuilder();
        BaseFont last = bundled;
        boolean boxed = false;
        for (int c : text.codePoints().toArray()) {
            if (Character.getType(c) == Character.FORMAT && !bundled.charExists(c)) {
                continue;
            }
            Optional<BaseFont> font = c == '\n' ? Optional.of(last) : fontOf(c, bundled);
            BaseFont next = font.orElse(bundled);
            if (next != last && !run.isEmpty()) {
                runs.add(new Run(run.toString(), font(last, style), boxed));
                run.setLength(0);
                boxed = false;
            }
            last = next;
            boxed |= font.isEmpty();
            run.appendCodePoint(font.isEmpty() ? BOX : c);
        }
        if (!run.isEmpty()) {
            runs.add(new Run(run.toString(), font(last, style), boxed));
        }
        return runs;
    }

    private static Font font(BaseFont base, TaggedPdf.Style style) {
        return new Font(base, style.size(), Font.NORMAL, style.colour());
    }

    private Optional<BaseFont> fontOf(int c, BaseFont bundled) {
        if (bundled.charExists(c)) {
            return Optional.of(bundled);
        }
        return others.computeIfAbsent(UnicodeScript.of(c), this::find).stream()
                .filter(font -> font.charExists(c))
                .findFirst();
    }

    /** The fonts of the machine for a script. A file that is no usable font is left out. */
    private List<BaseFont> find(UnicodeScript script) {
        List<String> names = new ArrayList<>();
        if (CHINESE_JAPANESE_KOREAN.contains(script)) {
            names.addAll(List.of("notosanscjk", "notosanssc", "notosansjp", "notosanskr", "notosanstc"));
        }
        names.add("notosans" + script.name().toLowerCase(Locale.ROOT).replace("_", ""));
        names.addAll(MANY_SCRIPTS);
        List<Path> files = files();
        return names.stream()
                .flatMap(name -> files.stream()
                        .filter(file -> key(file).startsWith(name))
                        .limit(1))
                .flatMap(file -> load(file).stream())
                .toList();
    }

    private List<Path> files() {
        List<Path> found = new ArrayList<>();
        for (Path directory : directories) {
            if (Files.isDirectory(directory)) {
                try (Stream<Path> files = Files.walk(directory, DEPTH)) {
                    files.filter(file -> key(file).matches(".*\\.(ttf|otf|ttc)"))
                            .forEach(found::add);
                } catch (IOException | UncheckedIOException e) {
                    log.warn("The fonts in {} could not be listed", directory, e);
                }
            }
        }
        found.sort(REGULAR_FIRST);
        return found;
    }

    private static Optional<BaseFont> load(Path file) {
        try {
            String name = file.toString().endsWith(".ttc") ? file + ",0" : file.toString();
            return Optional.of(withoutCidSet(BaseFont.createFont(name, BaseFont.IDENTITY_H, BaseFont.EMBEDDED)));
        } catch (IOException | RuntimeException e) {
            log.warn("The font {} cannot be used", file, e);
            return Optional.empty();
        }
    }

    /** {@code NotoSansThai-Regular.ttf} as {@code notosansthairegular.ttf} */
    private static String key(Path file) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
    }
}
