package dev.enlist.application.web;

import dev.enlist.application.Draft;
import dev.enlist.form.AnswerContext;
import dev.enlist.form.PublishedForm;
import dev.enlist.program.ProgramInstance;
import dev.enlist.shared.web.page.ApplicantPage;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One request to the pages of a form.
 *
 * @param newest the newest version of the form
 * @param form   the version of the draft; the newest one without a draft
 * @param draft  of the cookie
 * @param framed whether the page is within a page of another site
 */
record ApplicationRequest(
        HttpServletRequest http,
        HttpServletResponse response,
        PublishedForm newest,
        PublishedForm form,
        ProgramInstance instance,
        Optional<Draft> draft,
        Locale locale,
        boolean framed,
        Supplier<ApplicantPage> layout,
        Instant now) {

    /** The frame of the page that is shown. Reads the branding, which an answer without a page does not need. */
    ApplicantPage page() {
        return layout.get();
    }

    AnswerContext context() {
        return new AnswerContext(locale(), now.atZone(instance.zone()).toLocalDate());
    }

    /** Address of a page of this form. */
    String path(String below) {
        return "/apply/" + newest.path() + below;
    }

    ApplicationRequest with(Draft changed) {
        return new ApplicationRequest(
                http, response, newest, form, instance, Optional.of(changed), locale, framed, layout, now);
    }
}
