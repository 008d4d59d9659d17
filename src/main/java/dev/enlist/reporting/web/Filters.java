package dev.enlist.reporting.web;

import dev.enlist.reporting.ReportFilter;
import dev.enlist.shared.problem.Fault;
import io.swagger.v3.oas.annotations.Parameter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The query parameters of a report. All that are given must hold. */
record Filters(
        @Parameter(description = "Of this program instance alone") @Nullable
        String programInstanceId,

        @Parameter(description = "Of the cohorts of this campaign") @Nullable
        String campaignId,

        @Parameter(description = "Of the instances of this program") @Nullable
        String programSlug,

        @Parameter(
                description = "The first day, such as 2026-01-01; a day in the time zone of the"
                        + " instance asked for, if it states one, otherwise of the workspace")
        @Nullable
        String from,

        @Parameter(description = "The first day that does not count any more") @Nullable
        String to) {

    /** Adds each fault to {@code faults}. */
    ReportFilter read(List<Fault> faults) {
        return ReportFilter.read(programInstanceId, campaignId, programSlug, from, to, faults);
    }

    ReportFilter filter() {
        return ReportFilter.of(programInstanceId, campaignId, programSlug, from, to);
    }
}
