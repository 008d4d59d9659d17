package dev.enlist.customer;

import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/** The leads that have become a customer. */
@Component
class LeadReferenceSource implements CustomerReferenceSource {

    private final LeadRepository leads;

    LeadReferenceSource(LeadRepository leads) {
        this.leads = leads;
    }

    @Override
    public String kind() {
        return "leads";
    }

    @Override
    public String table() {
        return "lead";
    }

    @Override
    public List<String> lock(String customerId) {
        return leads.lockOfCustomer(customerId).stream().map(Lead::getId).toList();
    }

    @Override
    public void move(String mergedId, String intoId, Instant at) {
        leads.lockOfCustomer(mergedId).forEach(lead -> lead.follow(intoId, at));
        leads.flush();
    }
}
