package dev.enlist.access.web;

import dev.enlist.access.ForgottenPasswordService;
import dev.enlist.access.SignInThrottle;
import dev.enlist.shared.access.AnyCaller;
import dev.enlist.shared.web.ClientAddress;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * The page for people who forgot their password. Its answer is the same whether an account exists. Works without a
 * session: the form changes nothing but a mail to the owner of the e-mail, which is limited.
 */
@Controller
@RequestMapping("/password/forgotten")
class ForgottenPasswordController {

    /** Longest e-mail, in characters; RFC 5321. */
    private static final int LONGEST = 254;

    private final ForgottenPasswordService service;

    ForgottenPasswordController(ForgottenPasswordService service) {
        this.service = service;
    }

    @AnyCaller
    @GetMapping
    ModelAndView ask() {
        return service.isOffered() ? page("ask", "", Map.of(), HttpStatus.OK) : unavailable();
    }

    @AnyCaller
    @PostMapping
    ModelAndView send(
            @RequestParam(defaultValue = "") String email, HttpServletRequest request, HttpServletResponse response) {
        if (!service.isOffered()) {
            return unavailable();
        }
        String wanted = email.strip();
        if (wanted.length() > LONGEST || wanted.indexOf('@') < 1) {
            return page(
                    "ask",
                    wanted,
                    Map.of("email", "Enter an e-mail, such as robin@example.com."),
                    HttpStatus.BAD_REQUEST);
        }
        try {
            service.request(wanted, ClientAddress.of(request));
        } catch (SignInThrottle.TooManyAttempts e) {
            response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(e.after().toSeconds()));
            return page("ask", wanted, Map.of("", String.valueOf(e.getMessage())), HttpStatus.TOO_MANY_REQUESTS);
        }
        return page("sent", wanted, Map.of(), HttpStatus.OK);
    }

    private static ModelAndView unavailable() {
        return page("unavailable", "", Map.of(), HttpStatus.OK);
    }

    /** @param faults sentences by the id of the field; by the empty text for a fault without a field */
    private static ModelAndView page(String state, String email, Map<String, String> faults, HttpStatus status) {
        ModelAndView page = new ModelAndView("public/forgotten-password");
        page.addObject("state", state);
        page.addObject("email", email);
        page.addObject("faults", faults);
        page.setStatus(status);
        return page;
    }
}
