package dev.enlist.customer;

import dev.enlist.shared.privacy.PersonIdentifiers;
import dev.enlist.shared.privacy.PersonalDataSource;
import dev.enlist.shared.problem.Conflict;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;

/**
 * Exports and erases the lead and customer records of a person. They are erased after the enrollments that refer to
 * them.
 */
@Component
@Order(200)
class CustomerPersonalData implements PersonalDataSource {

    /** A lead or customer in the export. */
    record Held(
            String kind,
            String id,
            PersonDetails details,
            @Nullable String customerId,
            Instant createdAt,
            Instant updatedAt) {}

    private final CustomerRepository customers;
    private final LeadRepository leads;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    CustomerPersonalData(
            CustomerRepository customers, LeadRepository leads, ApplicationEventPublisher events, Clock clock) {
        this.customers = customers;
        this.leads = leads;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public String section() {
        return "people";
    }

    @Override
    public Set<String> tables() {
        return Set.of("lead", "customer");
    }

    /** A lead and the customer that it became are one person, whatever e-mails they have. */
    @Override
    public PersonIdentifiers widen(PersonIdentifiers known) {
        List<Customer> foundCustomers = customers.ofPerson(known.customerIds(), known.emails());
        List<Lead> foundLeads = leads.ofPerson(known.leadIds(), known.emails(), known.customerIds());
        return known.withEmails(Stream.concat(foundCustomers.stream(), foundLeads.stream())
                        .map(dev.enlist.customer.Person::email)
                        .toList())
                .withCustomers(foundCustomers.stream().map(Customer::getId).toList())
                .withCustomers(foundLeads.stream()
                        .map(lead -> lead.customerId().orElse(null))
                        .filter(Objects::nonNull)
                        .toList())
                .withLeads(foundLeads.stream().map(Lead::getId).toList());
    }

    @Override
    public List<Held> export(PersonIdentifiers person) {
        List<Held> held = new ArrayList<>();
        for (Lead lead : leads.findAllById(person.leadIds())) {
            held.add(new Held(
                    "lead",
                    lead.getId(),
                    lead.details(),
                    lead.customerId().orElse(null),
                    lead.createdAt(),
                    lead.updatedAt()));
        }
        for (Customer customer : customers.findAllById(person.customerIds())) {
            held.add(new Held(
                    "customer",
                    customer.getId(),
                    customer.details(),
                    null,
                    customer.createdAt(),
                    customer.updatedAt()));
        }
        return held;
    }

    @Override
    public Map<String, Integer> erase(PersonIdentifiers person) {
        List<Lead> foundLeads = leads.findAllById(person.leadIds());
        List<Customer> foundCustomers = customers.findAllById(person.customerIds());
        try {
            leads.deleteAll(foundLeads);
            leads.flush();
            customers.deleteAll(foundCustomers);
            customers.flush();
        } catch (DataIntegrityViolationException e) {
            throw new Conflict("concurrent-change", "Another request enrolled this person at the same time. Retry.");
        }
        Stream.concat(foundLeads.stream(), foundCustomers.stream())
                .forEach(erased -> events.publishEvent(new PersonDeleted(erased.getId(), clock.instant())));
        Map<String, Integer> counts = new LinkedHashMap<>();
        counts.put("leads", foundLeads.size());
        counts.put("customers", foundCustomers.size());
        return counts;
    }
}
