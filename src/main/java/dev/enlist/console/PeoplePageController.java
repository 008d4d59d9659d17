package dev.enlist.console;

import dev.enlist.access.Caller;
import dev.enlist.customer.CustomerService;
import dev.enlist.review.ListColumnsService;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.problem.NotFound;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;

/** The list of leads and customers and the page of one person. The scripts of the pages call the API. */
@Controller
@RequestMapping("/console/people")
class PeoplePageController {

    private final CustomerService people;
    private final ListColumnsService columns;

    PeoplePageController(CustomerService people, ListColumnsService columns) {
        this.columns = columns;
        this.people = people;
    }

    @Requires(value = Scope.PEOPLE_READ, limited = Requires.Limited.FILTERED)
    @GetMapping
    String list(Caller caller, Model model) {
        model.addAttribute("columns", columns.of(caller.actor().id(), "people").orElse(null));
        return "console/people";
    }

    @Requires(value = Scope.PEOPLE_READ, limited = Requires.Limited.PERSON)
    @GetMapping("/{id}")
    String one(@PathVariable String id, Caller caller, Model model) {
        try {
            people.customer(id);
        } catch (NotFound absent) {
            Object into = absent.properties().get("mergedInto");
            if (into != null) {
                return "redirect:/console/people/" + into;
            }
            people.lead(id);
        }
        model.addAttribute("member", caller.actor().id());
        model.addAttribute("id", id);
        return "console/person";
    }
}
