package dev.enlist.application;

import dev.enlist.reporting.ReportTable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far people get in the newest version of a public form, of the applications whose drafts are kept.
 *
 * @param formVersion null where the form was never published
 * @param since       drafts that were last changed before are deleted
 */
@Schema(name = "FormPageReport")
public record FormPageReport(
        String programInstanceId,
        @Nullable Integer formVersion,
        Instant since,

        @Schema(description = "Applications that were begun", example = "240")
        long begun,

        @Schema(description = "Applications that were sent, eligible or not", example = "181")
        long sent,

        @Schema(description = "The pages in their order; the last one is the page to check the answers")
        List<Page> pages)
        implements ReportTable {

    /**
     * One page of the form.
     *
     * @param page    from 1; null for the page to check the answers
     * @param title   in the first language of the form; null where it has none
     * @param reached applications that came to this page, or beyond
     * @param stopped applications that are not sent and have not answered this page
     */
    @Schema(name = "ReportedFormPage")
    public record Page(
            @Schema(example = "2") @Nullable Integer page,
            @Schema(example = "Your home") @Nullable String title,
            @Schema(example = "212") long reached,
            @Schema(example = "9") long stopped) {}

    @Override
    public String tableName() {
        return "form-pages";
    }

    @Override
    public List<String> columns() {
        return List.of("page", "title", "reached", "stopped");
    }

    @Override
    public List<List<@Nullable Object>> rows() {
        return pages.stream()
                .map(page -> Arrays.<@Nullable Object>asList(page.page(), page.title(), page.reached(), page.stopped()))
                .toList();
    }
}
