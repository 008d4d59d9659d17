package dev.enlist.console;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What each page of a program instance shows above its content.
 *
 * @param programPath     of the page of its program; null if the person may not open it
 * @param templateVersion {@code slug@number}; null for an instance without a template
 * @param accepting       whether people may enroll now
 * @param obstacles       sentences that say why not; empty while it accepts people
 * @param campaignId      of the campaign it is a cohort of; null for none
 * @param sharePath       path of its public form; null while the form is not published
 * @param timeZone        of dates and times of the instance, such as America/New_York
 * @param tabs            the tabs that the person may open
 */
record InstanceHeading(
        String id,
        String title,
        String programName,
        @Nullable String programPath,
        @Nullable String templateVersion,
        boolean active,
        boolean archived,
        boolean accepting,
        List<String> obstacles,
        @Nullable String campaignId,
        @Nullable String sharePath,
        String timeZone,
        List<Tab> tabs) {

    /** A link to a part of the instance; {@code segment} is the last part of its path. */
    record Tab(String segment, String title, String path) {}
}
