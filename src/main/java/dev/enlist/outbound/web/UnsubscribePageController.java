package dev.enlist.outbound.web;

import dev.enlist.outbound.mail.OptOutRepository;
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
 * Where the link in a message leads. Looking at it changes nothing, since mail servers look at links, too; posting
 * ends the invitations, by the button or as RFC 8058 has mail programs do it.
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
        ModelAndView page = new ModelAndView("unsubscribe");
        page.addObject("state", state);
        page.addObject("organization", organization);
        page.setStatus(state.equals("unknown") ? HttpStatus.NOT_FOUND : HttpStatus.OK);
        return page;
    }
}
