package dev.enlist.applicant.web;

import dev.enlist.access.SignInThrottle;
import dev.enlist.applicant.ApplicantLinkService;
import dev.enlist.applicant.LinkRequestService;
import dev.enlist.shared.access.AnyCaller;
import dev.enlist.shared.web.ClientAddress;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The page on which applicants ask for a new link. Its answer is the same whether there is an application. */
@Controller
@Hidden
class ApplicationLinkPageController {

    /** Longest e-mail, in characters; RFC 5321. */
    private static final int LONGEST_EMAIL = 254;

    private static final int LONGEST_NUMBER = 40;

    private final LinkRequestService requests;
    private final ApplicantLinkService links;
    private final ApplicantPageFactory pages;
    private final MessageSource words;

    ApplicationLinkPageController(
            LinkRequestService requests, ApplicantLinkService links, ApplicantPageFactory pages, MessageSource words) {
        this.requests = requests;
        this.links = links;
        this.pages = pages;
        this.words = words;
    }

    @AnyCaller
    @GetMapping("/applications")
    ModelAndView ask(HttpServletRequest request, HttpServletResponse response) {
        Locale locale = pages.language(request, response, null);
        return page(requests.isOffered() ? "ask" : "unavailable", HttpStatus.OK, locale, request, response);
    }

    @AnyCaller
    @PostMapping("/applications")
    ModelAndView send(
            @RequestParam(defaultValue = "") String email,
            @RequestParam(defaultValue = "") String number,
            HttpServletRequest request,
            HttpServletResponse response) {
        Locale locale = pages.language(request, response, null);
        if (!requests.isOffered()) {
            return page("unavailable", HttpStatus.OK, locale, request, response);
        }
        Map<String, String> errors = new LinkedHashMap<>();
        if (email.isBlank() || email.length() > LONGEST_EMAIL || email.strip().indexOf('@') < 1) {
            errors.put("email", words.getMessage("link.error.email", null, locale));
        }
        if (number.length() > LONGEST_NUMBER) {
            errors.put("number", words.getMessage("link.error.number", null, locale));
        }
        HttpStatus status = HttpStatus.BAD_REQUEST;
        if (errors.isEmpty()) {
            try {
                requests.request(email.strip(), number, ClientAddress.of(request));
                return page("sent", HttpStatus.OK, locale, request, response).addObject("email", email.strip());
            } catch (SignInThrottle.TooManyAttempts e) {
                errors.put("", tooMany(e, response, locale));
                status = HttpStatus.TOO_MANY_REQUESTS;
            }
        }
        return page("ask", status, locale, request, response)
                .addObject("errors", errors)
                .addObject("email", email)
                .addObject("number", number);
    }

    /** From the page of a link that has ended. */
    @AnyCaller
    @PostMapping("/applications/{token}/link")
    ModelAndView sendForEndedLink(
            @PathVariable String token, HttpServletRequest request, HttpServletResponse response) {
        Locale locale = pages.language(request, response, null);
        Optional<ApplicantLinkService.Opened> opened = links.open(token);
        if (opened.isEmpty() || !requests.isOffered()) {
            return ask(request, response);
        }
        try {
            requests.request(opened.get(), ClientAddress.of(request));
            return page("sent", HttpStatus.OK, locale, request, response).addObject("email", "");
        } catch (SignInThrottle.TooManyAttempts e) {
            return page("ask", HttpStatus.TOO_MANY_REQUESTS, locale, request, response)
                    .addObject("errors", Map.of("", tooMany(e, response, locale)));
        }
    }

    private String tooMany(SignInThrottle.TooManyAttempts refusal, HttpServletResponse response, Locale locale) {
        long seconds = refusal.after().toSeconds();
        response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(seconds));
        return words.getMessage("link.error.too-many", new Object[] {Math.max(1, (seconds + 59) / 60)}, locale);
    }

    private ModelAndView page(
            String state, HttpStatus status, Locale locale, HttpServletRequest request, HttpServletResponse response) {
        return pages.page("applicant/link", status, locale, null, null, request, response)
                .addObject("state", state)
                .addObject("errors", Map.of())
                .addObject("email", "")
                .addObject("number", "");
    }
}
