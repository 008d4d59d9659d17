package dev.enlist.campaign;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rates a campaign as a hint that its customer may buy more. Four parts, each from 0 to 1, are weighted and added up to
 * 0 to 100. A part with a missing figure adds nothing and names that figure; the weights of the others stay the same.
 *
 * @param score  0 to 100, two digits, cut off; null where no part has its figures
 * @param level  {@code hot} from 80, {@code warm} from 60, {@code watch} from 40, {@code none} below or without a score
 * @param atMost what the parts that have their figures could add up to: 100 where all have
 * @param parts  in the order of their weights
 */
@Schema(name = "UpsellScore")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record UpsellScore(@Nullable BigDecimal score, String level, BigDecimal atMost, List<Part> parts) {

    static final BigDecimal CAPACITY = new BigDecimal("0.40");
    static final BigDecimal PERFORMANCE = new BigDecimal("0.30");
    static final BigDecimal ENGAGEMENT = new BigDecimal("0.20");
    static final BigDecimal SPEND = new BigDecimal("0.10");

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final int SHOWN_VALUE = 6;
    private static final int SHOWN_POINTS = 2;

    /** The thresholds, the highest first. */
    private static final Map<String, BigDecimal> LEVELS = new LinkedHashMap<>();

    static {
        LEVELS.put("hot", BigDecimal.valueOf(80));
        LEVELS.put("warm", BigDecimal.valueOf(60));
        LEVELS.put("watch", BigDecimal.valueOf(40));
    }

    /**
     * A part of the score.
     *
     * @param name    capacity, performance, engagement or spend
     * @param value   0 to 1, six digits, cut off; null where a figure is missing
     * @param points  what it adds to the score
     * @param meaning how the value comes from the figures
     * @param figures what it was made of
     * @param missing which figure is not there; null where all are
     */
    @Schema(name = "UpsellPart")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Part(
            String name,
            BigDecimal weight,
            @Nullable BigDecimal value,
            @Nullable BigDecimal points,
            String meaning,
            Map<String, Object> figures,
            @Nullable String missing) {}

    /**
     * What a part is made of.
     *
     * @param ratio null where a figure is missing
     */
    record Input(
            String name,
            BigDecimal weight,
            String meaning,
            Map<String, Object> figures,
            @Nullable Ratio ratio,
            @Nullable String missing) {}

    static UpsellScore of(List<Input> inputs) {
        List<Part> parts = new ArrayList<>();
        Ratio sum = Ratio.ZERO;
        BigDecimal atMost = BigDecimal.ZERO;
        for (Input input : inputs) {
            Ratio ratio = input.ratio() == null ? null : input.ratio().within0And1();
            Ratio points = ratio == null ? null : ratio.times(input.weight()).times(HUNDRED);
            if (points != null) {
                sum = sum.plus(points);
                atMost = atMost.add(input.weight().multiply(HUNDRED));
            }
            parts.add(new Part(
                    input.name(),
                    input.weight(),
                    ratio == null ? null : ratio.shown(SHOWN_VALUE),
                    points == null ? null : points.shown(SHOWN_POINTS),
                    input.meaning(),
                    input.figures(),
                    input.missing()));
        }
        boolean known = atMost.signum() > 0;
        return new UpsellScore(
                known ? sum.shown(SHOWN_POINTS) : null,
                known ? level(sum) : "none",
                new Ratio(atMost, BigDecimal.ONE).shown(0),
                parts);
    }

    private static String level(Ratio score) {
        return LEVELS.entrySet().stream()
                .filter(level -> score.isAtLeast(level.getValue()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("none");
    }
}
