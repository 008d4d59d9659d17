package dev.enlist.reporting;

import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How often a second opinion agrees with the first: of the second person of two, and of people with the rules. */
@Schema(name = "AgreementReport")
public record AgreementReport(
        @Nullable LocalDate from,
        @Nullable LocalDate to,

        @Schema(description = "First approvals of the period where two people are needed, and what the second decided")
        Opinions secondPerson,

        @Schema(
                description = "Applications that the rules approved and a random share sent to a person, in the period,"
                        + " and what this person decided")
        Opinions sampled,

        @Schema(description = "Who was asked most first, 500 at most")
        List<Reviewer> data)
        implements ReportTable {

    /** Opinions by their outcome. */
    @Schema(name = "ReportedOpinions")
    public record Opinions(
            @Schema(description = "All of them", example = "40")
            long asked,

            @Schema(description = "The second opinion was an approval, too", example = "34")
            long agreed,

            @Schema(description = "The second opinion was a rejection", example = "4")
            long disagreed,

            @Schema(description = "Not decided yet, or withdrawn", example = "2")
            long open,

            @Schema(description = "Agreed of those with a second opinion", example = "0.8947") @Nullable
            BigDecimal agreementRate) {

        static Opinions of(long agreed, long disagreed, long open) {
            return new Opinions(
                    agreed + disagreed + open, agreed, disagreed, open, Rate.of(agreed, agreed + disagreed));
        }
    }

    /** The opinions of one reviewer, from both sides. */
    @Schema(name = "ReviewerAgreement")
    public record Reviewer(
            ReviewerReport.By by,

            @Schema(description = "First approvals by this reviewer, and whether the second person agreed")
            Opinions first,

            @Schema(description = "Decisions as the second person, and whether they agreed with the first")
            Opinions second,

            @Schema(description = "Decisions on sampled applications, and whether they agreed with the rules")
            Opinions sampled) {

        long asked() {
            return first.asked() + second.asked() + sampled.asked();
        }
    }

    @Override
    public String tableName() {
        return "agreement";
    }

    @Override
    public List<String> columns() {
        return Stream.concat(
                        Stream.of("by.type", "by.id", "by.name"),
                        Stream.of("first", "second", "sampled")
                                .flatMap(side -> Stream.of("asked", "agreed", "disagreed", "open", "agreementRate")
                                        .map(figure -> side + "." + figure)))
                .toList();
    }

    @Override
    public List<List<@Nullable Object>> rows() {
        return data.stream()
                .map(reviewer -> Stream.concat(
                                Arrays.<@Nullable Object>asList(
                                        reviewer.by().type(),
                                        reviewer.by().id(),
                                        reviewer.by().name())
                                        .stream(),
                                Stream.of(reviewer.first(), reviewer.second(), reviewer.sampled())
                                        .flatMap(AgreementReport::figures))
                        .toList())
                .toList();
    }

    private static Stream<@Nullable Object> figures(Opinions opinions) {
        return Arrays.<@Nullable Object>asList(
                opinions.asked(), opinions.agreed(), opinions.disagreed(), opinions.open(), opinions.agreementRate())
                .stream();
    }
}
