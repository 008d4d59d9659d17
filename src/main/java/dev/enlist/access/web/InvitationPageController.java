package dev.enlist.access.web;

import dev.enlist.access.Invitation;
import dev.enlist.access.InvitationService;
import dev.enlist.access.SignInThrottle;
import dev.enlist.shared.access.AnyCaller;
import dev.enlist.shared.problem.Conflict;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.shared.problem.Problem;
import dev.enlist.shared.web.ClientAddress;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * Serves the pages of invitation and password links. A GET changes nothing, because mail servers open links too. The
 * token in the path authenticates the request, so it needs neither a session nor a CSRF token.
 */
@Controller
class InvitationPageController {

    private static final String PASSWORD = "password";
    private static final String PAGE = "public/link";

    private final InvitationService invitations;
    private final SignInThrottle throttle;
    private final OpenIdSignInConfigurer openId;

    InvitationPageController(InvitationService invitations, SignInThrottle throttle, OpenIdSignInConfigurer openId) {
        this.invitations = invitations;
        this.throttle = throttle;
        this.openId = openId;
    }

    @AnyCaller
    @GetMapping("/invitations/{token}")
    ModelAndView invitation(@PathVariable String token) {
        return invitations
                .show(token)
                .map(shown -> asking(shown, "", List.of()))
                .orElseGet(InvitationPageController::ended);
    }

    @AnyCaller
    @PostMapping("/invitations/{token}")
    ModelAndView accept(
            @PathVariable String token,
            @RequestParam(defaultValue = "") String with,
            @RequestParam(defaultValue = "") String password,
            @RequestParam(defaultValue = "") String repeated,
            HttpServletRequest request,
            HttpServletResponse response) {
        Optional<Invitation.Shown> shown = invitations.show(token);
        if (shown.isEmpty()) {
            return ended();
        }
        String email = shown.get().email();
        try {
            switch (with) {
                case "provider" -> invitations.agreeToSignInAtProvider(token);
                case "account" -> {
                    throttle.attempt(email, ClientAddress.of(request));
                    invitations.acceptWithAccount(token, password);
                    throttle.succeeded(email, ClientAddress.of(request));
                }
                case "password" -> {
                    mustBeRepeated(password, repeated);
                    // compared with the passwords of accounts with this e-mail address
                    throttle.attempt(email, ClientAddress.of(request));
                    invitations.acceptWithNewPassword(token, password);
                    throttle.succeeded(email, ClientAddress.of(request));
                }
                default -> throw new InvalidInput("/with", "must be password, account or provider");
            }
        } catch (NotFound e) {
            return ended();
        } catch (InvalidInput e) {
            return asking(shown.get(), with, e.faults());
        } catch (Conflict e) {
            return refused(asking(shown.get(), with, List.of(fault(e))), HttpStatus.CONFLICT);
        } catch (SignInThrottle.TooManyAttempts e) {
            response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(e.after().toSeconds()));
            return refused(asking(shown.get(), with, List.of(fault(e))), HttpStatus.TOO_MANY_REQUESTS);
        }
        ModelAndView done = page(with.equals("provider") ? "agreed" : "accepted", HttpStatus.OK);
        done.addObject("shown", shown.get());
        return done;
    }

    @AnyCaller
    @GetMapping("/passwords/{token}")
    ModelAndView password(@PathVariable String token) {
        return invitations
                .emailOfPasswordLink(token)
                .map(email -> askingForPassword(email, List.of()))
                .orElseGet(InvitationPageController::ended);
    }

    @AnyCaller
    @PostMapping("/passwords/{token}")
    ModelAndView setPassword(
            @PathVariable String token,
            @RequestParam(defaultValue = "") String password,
            @RequestParam(defaultValue = "") String repeated) {
        Optional<String> email = invitations.emailOfPasswordLink(token);
        if (email.isEmpty()) {
            return ended();
        }
        try {
            mustBeRepeated(password, repeated);
            invitations.setPassword(token, password);
        } catch (NotFound e) {
            return ended();
        } catch (InvalidInput e) {
            return askingForPassword(email.get(), e.faults());
        }
        return page("set", HttpStatus.OK);
    }

    private static void mustBeRepeated(String password, String repeated) {
        if (!password.equals(repeated)) {
            throw new InvalidInput("/repeated", "must equal the password");
        }
    }

    private static Fault fault(Problem problem) {
        return new Fault("", String.valueOf(problem.getMessage()));
    }

    private ModelAndView asking(Invitation.Shown shown, String with, List<Fault> faults) {
        ModelAndView page = page("invited", faults.isEmpty() ? HttpStatus.OK : HttpStatus.BAD_REQUEST);
        page.addObject("shown", shown);
        page.addObject("with", with);
        page.addObject("faults", sentences(faults, with.equals("account") ? "account-password" : PASSWORD));
        page.addObject("provider", openId.isConfigured());
        return page;
    }

    private static ModelAndView askingForPassword(String email, List<Fault> faults) {
        ModelAndView page = page("password", faults.isEmpty() ? HttpStatus.OK : HttpStatus.BAD_REQUEST);
        page.addObject("email", email);
        page.addObject("faults", sentences(faults, PASSWORD));
        return page;
    }

    /**
     * Converts faults to sentences with the labels of the page.
     *
     * @param passwordField id of the field that a fault of the password belongs to
     * @return by the id of the field; by the empty text for faults without a field
     */
    private static Map<String, String> sentences(List<Fault> faults, String passwordField) {
        Map<String, String> sentences = new LinkedHashMap<>();
        for (Fault fault : faults) {
            switch (fault.pointer()) {
                case "/password" ->
                    sentences.merge(
                            passwordField, "The password " + fault.message() + ".", (one, other) -> one + " " + other);
                case "/repeated" -> sentences.put("repeated", "The second field " + fault.message() + ".");
                case "/with" -> sentences.put("", "Choose how to accept.");
                default -> sentences.put("", fault.message());
            }
        }
        return sentences;
    }

    private static ModelAndView ended() {
        return page("ended", HttpStatus.NOT_FOUND);
    }

    private static ModelAndView refused(ModelAndView page, HttpStatus status) {
        page.setStatus(status);
        return page;
    }

    private static ModelAndView page(String state, HttpStatus status) {
        ModelAndView page = new ModelAndView(PAGE);
        page.addObject("state", state);
        page.addObject(
                "title",
                switch (state) {
                    case "invited" -> "Invitation";
                    case "password" -> "Set a password";
                    case "ended" -> "Link ended";
                    default -> "Done";
                });
        page.setStatus(status);
        return page;
    }
}
