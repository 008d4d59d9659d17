package dev.enlist.bulk.file;

import dev.enlist.shared.problem.InvalidInput;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.regex.Pattern;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.jspecify.annotations.Nullable;

/**
 * Writes the value of a cell as text: a date as {@code 2026-11-28}, with its time if it has one; a number without
 * grouping, and with leading zeros where its format is of zeros only, as of ZIP codes; of a formula the value that the
 * spreadsheet stored with it.
 */
final class WorkbookCell {

    private static final LocalDate EPOCH_1900 = LocalDate.of(1899, 12, 30);
    private static final LocalDate EPOCH_1904 = LocalDate.of(1904, 1, 1);
    private static final long SECONDS_PER_DAY = 86_400;

    /** The last day of a spreadsheet: 31 December 9999. */
    private static final BigDecimal LAST_DAY = new BigDecimal(2_958_466);

    /** Formats of dates and times that spreadsheets do not write down. */
    private static final Set<Integer> BUILT_IN_DATES = Set.of(14, 15, 16, 17, 22, 27, 30, 36, 50, 57);

    private static final Set<Integer> BUILT_IN_TIMES = Set.of(18, 19, 20, 21, 45, 46, 47);

    /** Texts in quotes, colours, and escaped characters of a format. */
    private static final Pattern LITERAL = Pattern.compile("\"[^\"]*\"|\\[[^\\]]*\\]|\\\\.|_.");

    private static final Pattern DATE = Pattern.compile("(?i).*(y|d|m{3}|(?<![hs:.m])m+(?![:sm])).*");
    private static final Pattern TIME = Pattern.compile("(?i).*[hs].*");
    private static final Pattern ZEROS = Pattern.compile("0{2,20}");

    /** Digits that a spreadsheet keeps; it replaces the rest by zeros. */
    private static final int KEPT_DIGITS = 15;

    private static final int MOST_DIGITS = 310;

    private final LocalDate epoch;

    WorkbookCell(boolean from1904) {
        this.epoch = from1904 ? EPOCH_1904 : EPOCH_1900;
    }

    /**
     * @throws InvalidInput where the cell has a formula without a value
     */
    String text(Cell cell) {
        String raw = cell.getRawValue();
        if (cell.getType() == CellType.FORMULA || cell.getFormula() != null) {
            if (raw == null) {
                throw new InvalidInput(
                        "",
                        "The cell " + cell.getAddress()
                                + " has a formula without its value: open the file in a spreadsheet, save it, and send it again.");
            }
            if (cell.getValue() instanceof BigDecimal) {
                return number(cell, raw);
            }
            return cell.getValue() instanceof Boolean ? truth(raw) : raw;
        }
        return switch (cell.getType()) {
            case EMPTY -> "";
            case NUMBER -> number(cell, String.valueOf(raw));
            case BOOLEAN -> truth(String.valueOf(raw));
            case ERROR -> String.valueOf(raw);
            default -> cell.getValue() == null ? "" : String.valueOf(cell.getValue());
        };
    }

    /** As spreadsheets write it into CSV. */
    private static String truth(String raw) {
        return raw.equals("1") || raw.equalsIgnoreCase("true") ? "TRUE" : "FALSE";
    }

    private String number(Cell cell, String raw) {
        BigDecimal value = new BigDecimal(raw.strip());
        if (Math.abs((long) value.precision() - value.scale()) > MOST_DIGITS || value.scale() > MOST_DIGITS) {
            throw new InvalidInput("", "The cell " + cell.getAddress() + " has a number that no spreadsheet can hold.");
        }
        String date = date(value, cell.getDataFormatId(), cell.getDataFormatString());
        if (date != null) {
            return date;
        }
        BigDecimal plain = value.stripTrailingZeros();
        int before = plain.precision() - plain.scale();
        if (before > KEPT_DIGITS) {
            return plain.round(new MathContext(KEPT_DIGITS)).unscaledValue() + "E+" + Math.max(10, before - 1);
        }
        // binary fractions: 2.76 is stored as 2.7599999999999998
        String text =
                plain.round(new MathContext(KEPT_DIGITS)).stripTrailingZeros().toPlainString();
        String format = cell.getDataFormatString();
        boolean padded = format != null && ZEROS.matcher(format).matches() && plain.scale() <= 0 && plain.signum() >= 0;
        return padded ? "0".repeat(Math.max(0, format.length() - text.length())) + text : text;
    }

    private @Nullable String date(BigDecimal value, @Nullable Integer id, @Nullable String format) {
        if (value.signum() < 0 || value.compareTo(LAST_DAY) >= 0) {
            return null;
        }
        String plain =
                format == null ? "" : LITERAL.matcher(format.split(";", 2)[0]).replaceAll("");
        boolean custom = !plain.equalsIgnoreCase("General") && plain.indexOf('#') < 0 && plain.indexOf('0') != 0;
        boolean day = id != null && BUILT_IN_DATES.contains(id)
                || custom && DATE.matcher(plain).matches();
        boolean time = id != null && BUILT_IN_TIMES.contains(id)
                || custom && TIME.matcher(plain).matches();
        if (!day && !time) {
            return null;
        }
        BigDecimal days = value.setScale(0, RoundingMode.DOWN);
        long seconds = value.subtract(days)
                .multiply(BigDecimal.valueOf(SECONDS_PER_DAY))
                .setScale(0, RoundingMode.HALF_UP)
                .longValue();
        LocalDateTime at = epoch.atStartOfDay().plusDays(days.intValue()).plusSeconds(seconds);
        if (!day) {
            return at.toLocalTime().toString();
        }
        return at.toLocalTime().equals(LocalTime.MIDNIGHT)
                ? at.toLocalDate().toString()
                : at.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
