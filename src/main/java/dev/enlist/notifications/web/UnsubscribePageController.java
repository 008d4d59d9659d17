package dev.enlist.notifications.web;

import dev.enlist.notifications.OptOutRepository;
import dev.enlist.shared.access.AnyCaller;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/**
 * Serves the unsubscribe page that messages link to. GET changes nothing, because mail servers follow links; POST ends
 * the invitations, from the button on the page or from a mail program as defined by RFC 8058.
 */
@Controller
@RequestMapping("/unsubscribe/{token}")
class UnsubscribePageController {

    private final OptOutRepository optOuts;

    UnsubscribePageController(OptOutRepository optOuts) {
        this.optOuts = optOuts;
    }

    @AnyCaller
    @GetMapping
    ModelAndView ask(@PathVariable String token) {
        Optional<String> organization = optOuts.organization(token);
        return page(organization.isPresent() ? "ask" : "unknown", organization.orElse(""));
    }

    @AnyCaller
    @PostMapping
    ModelAndView unsubscribe(@PathVariable String token) {
        boolean done = optOuts.unsubscribe(token);
        return page(done ? "done" : "unknown", optOuts.organization(token).orElse(""));
    }

    private static ModelAndView page(String state, String organization) {
        ModelAndView page = new ModelAndView("public/unsubscribe");
        page.addObject("state", state);
        page.addObject("organization", organization);
        page.setStatus(state.equals("unknown") ? HttpStatus.NOT_FOUND : HttpStatus.OK);
        return page;
    }
}
