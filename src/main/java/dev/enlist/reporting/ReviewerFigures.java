package dev.enlist.reporting;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Sums of the decisions of one reviewer. */
final class ReviewerFigures {

    private static final int MOST = 500;

    private final Histogram waited = new Histogram();
    private long approved;

    void add(String status, int bucket, long amount, long longestMillis) {
        approved += status.equals("approved") ? amount : 0;
        waited.add(bucket, amount, BigDecimal.ZERO, longestMillis);
    }

    private ReviewerReport.Reviewer toReport(ReviewerReport.By by) {
        long decided = waited.count();
        return new ReviewerReport.Reviewer(
                by,
                decided,
                approved,
                decided - approved,
                Rate.of(approved, decided),
                waited.quantileSeconds(0.5),
                waited.quantileSeconds(0.9));
    }

    static List<ReviewerReport.Reviewer> mostFirst(Map<ReviewerReport.By, ReviewerFigures> figures) {
        return figures.entrySet().stream()
                .map(entry -> entry.getValue().toReport(entry.getKey()))
                .sorted(Comparator.comparing(ReviewerReport.Reviewer::decided)
                        .reversed()
                        .thenComparing(reviewer -> reviewer.by().type())
                        .thenComparing(reviewer -> String.valueOf(reviewer.by().id())))
                .limit(MOST)
                .toList();
    }
}
