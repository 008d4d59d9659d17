package dev.enlist.application.web;

import dev.enlist.application.ApplicationLimitPolicy;
import dev.enlist.application.Draft;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.function.Function;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/** Runs the requests for pages of a form: with the form that a path names, and with the draft of the browser. */
@Component
class ApplicationPageRunner {

    private final ApplicationRequestResolver requests;
    private final ApplicationPageFactory pages;

    ApplicationPageRunner(ApplicationRequestResolver requests, ApplicationPageFactory pages) {
        this.requests = requests;
        this.pages = pages;
    }

    /** Shows the page of an unknown form where the path is none. */
    ModelAndView in(
            String path,
            HttpServletRequest http,
            HttpServletResponse response,
            Function<ApplicationRequest, ModelAndView> work) {
        return requests.in(path, http, response, work, () -> pages.unknown(requests.unknown(http, response)));
    }

    /** With the draft of this browser, which is not sent yet. */
    ModelAndView withDraft(ApplicationRequest request, Function<Draft, ModelAndView> work) {
        if (request.draft().isEmpty()) {
            return refused(pages.expired(request, "", Map.of()), HttpStatus.NOT_FOUND);
        }
        Draft draft = request.draft().get();
        return draft.isSent() ? redirect(request.path("/result")) : work.apply(draft);
    }

    static ModelAndView tooMany(
            ApplicationRequest request, ModelAndView page, ApplicationLimitPolicy.TooManyApplications e) {
        request.response().setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(e.seconds()));
        return refused(page, HttpStatus.TOO_MANY_REQUESTS);
    }

    static ModelAndView refused(ModelAndView page, HttpStatus status) {
        page.setStatus(status);
        return page;
    }

    /** The browser gets the next page by GET, so that the back button sends nothing again. */
    static ModelAndView redirect(String path) {
        ModelAndView redirect = new ModelAndView("redirect:" + path);
        redirect.setStatus(HttpStatus.SEE_OTHER);
        return redirect;
    }
}
