package dev.enlist.console;

import dev.enlist.payout.PayoutBatchService;
import dev.enlist.shared.access.AccessGate;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;

/** The pages of payouts and their batches. All data and changes go through the API. */
@Controller
@RequestMapping("/console/payouts")
class PayoutsPageController {

    private final PayoutBatchService batches;
    private final AccessGate gate;

    PayoutsPageController(PayoutBatchService batches, AccessGate gate) {
        this.batches = batches;
        this.gate = gate;
    }

    @Requires(value = Scope.PAYOUTS_READ, limited = Requires.Limited.FILTERED)
    @GetMapping
    String list(Model model) {
        // batches hold payouts of all program instances
        model.addAttribute("withBatches", !gate.limit().isLimited());
        return "console/payouts";
    }

    @Requires(value = Scope.PAYOUTS_READ, limited = Requires.Limited.CLOSED)
    @GetMapping("/batches/{id}")
    String batch(@PathVariable String id, Model model) {
        model.addAttribute("id", batches.read(id).batch().getId());
        model.addAttribute("member", gate.actor().id());
        return "console/payout-batch";
    }
}
