package dev.enlist.customer;

import dev.enlist.shared.AuditNote;
import dev.enlist.shared.EmailKey;
import dev.enlist.shared.EntityTags;
import dev.enlist.shared.access.AccessGate;
import dev.enlist.shared.access.InstanceLimit;
import dev.enlist.shared.paging.BoundedCounter;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.problem.AlreadyExists;
import dev.enlist.shared.problem.Conflict;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.problem.NotFound;
import jakarta.persistence.criteria.Predicate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Keeps leads and customers. E-mails are unique among leads and among customers, ignoring case; a database constraint
 * enforces it.
 */
@Service
public class CustomerService {

    /** Wire names of the fields that may order a list of people. */
    public static final Map<String, String> SORTABLE = Map.of(
            "createdAt", "createdAt",
            "updatedAt", "updatedAt",
            "email", "emailKey",
            "firstName", "firstNameKey",
            "lastName", "lastNameKey");

    private final CustomerRepository customers;
    private final LeadRepository leads;
    private final CustomerMergeRepository merges;
    private final CustomerUpsert newcomers;
    private final SingleNamePolicy singleNames;
    private final PersonVisibility visibility;
    private final AccessGate gate;
    private final Clock clock;
    private final ApplicationEventPublisher events;
    private final BoundedCounter totals;

    CustomerService(
            CustomerRepository customers,
            LeadRepository leads,
            CustomerMergeRepository merges,
            CustomerUpsert newcomers,
            SingleNamePolicy singleNames,
            PersonVisibility visibility,
            AccessGate gate,
            Clock clock,
            ApplicationEventPublisher events,
            BoundedCounter totals) {
        this.customers = customers;
        this.leads = leads;
        this.merges = merges;
        this.newcomers = newcomers;
        this.singleNames = singleNames;
        this.visibility = visibility;
        this.gate = gate;
        this.clock = clock;
        this.events = events;
        this.totals = totals;
    }

    @Transactional
    public Customer createCustomer(PersonDetails details) {
        return store(customers, new Customer(details, clock.instant()), "customer");
    }

    @Transactional
    public Lead createLead(PersonDetails details) {
        return store(leads, new Lead(details, clock.instant()), "lead");
    }

    /** @throws MergedCustomer where it was merged into another one */
    @Transactional(readOnly = true)
    public Customer customer(String id) {
        return customers
                .findById(id)
                .orElseThrow(() ->
                        merges.intoOf(id).<NotFound>map(MergedCustomer::new).orElseGet(() -> new NotFound("customer")));
    }

    @Transactional(readOnly = true)
    public Lead lead(String id) {
        return leads.findById(id).orElseThrow(() -> new NotFound("lead"));
    }

    /**
     * Creates customers for people who had none when {@link #knownByEmail} was asked, and finds those that another
     * transaction has created since. One statement, or two.
     *
     * @return id by key of the e-mail
     */
    @Transactional
    public Map<String, String> createOrLink(Collection<PersonDetails> people) {
        if (people.isEmpty()) {
            return Map.of();
        }
        Map<String, PersonDetails> wanted = byKey(people);
        Map<String, String> ids = newcomers.insert(wanted.values().stream()
                .map(person -> new Customer(person, clock.instant()))
                .toList());
        ids.values().forEach(this::note);
        wanted.keySet().removeAll(ids.keySet());
        if (!wanted.isEmpty()) {
            ids.putAll(newcomers.idsByEmail(wanted.keySet()));
        }
        return ids;
    }

    /** In the order of their e-mails. */
    private static Map<String, PersonDetails> byKey(Collection<PersonDetails> people) {
        Map<String, PersonDetails> byKey = new TreeMap<>();
        people.forEach(person -> byKey.putIfAbsent(key(person.email()), person));
        return byKey;
    }

    /** Writes the audit trail of new customers, which are inserted without Hibernate and its audit listener. */
    private void note(String newcomerId) {
        events.publishEvent(new AuditNote("customer.create", "customer", newcomerId, Map.of(), Map.of()));
    }

    /** Those of these customers that exist, by id. */
    @Transactional(readOnly = true)
    public Map<String, Customer> knownCustomers(Collection<String> ids) {
        return ids.isEmpty()
                ? Map.of()
                : customers.findAllById(ids).stream().collect(Collectors.toMap(Customer::getId, Function.identity()));
    }

    /** Those of these leads that exist, by id. */
    @Transactional(readOnly = true)
    public Map<String, Lead> knownLeads(Collection<String> ids) {
        return ids.isEmpty()
                ? Map.of()
                : leads.findAllById(ids).stream().collect(Collectors.toMap(Lead::getId, Function.identity()));
    }

    /** The customers that have these e-mails already: id by key of the e-mail. One statement. */
    @Transactional(readOnly = true)
    public Map<String, String> knownByEmail(Collection<String> emails) {
        return emails.isEmpty()
                ? Map.of()
                : newcomers.idsByEmail(
                        emails.stream().map(CustomerService::key).distinct().toList());
    }

    /** The key of an e-mail, see {@link EmailKey}. */
    public static String key(String email) {
        return EmailKey.of(email).value();
    }

    @Transactional
    public Customer reviseCustomer(String id, @Nullable String ifMatch, Function<PersonDetails, PersonDetails> change) {
        return revise(
                customers,
                customer(id),
                ifMatch,
                known -> {
                    PersonDetails changed = change.apply(known);
                    if (changed.lastName() == null && known.lastName() != null && !singleNames.acceptsSingleName(id)) {
                        throw new InvalidInput(
                                "/lastName",
                                "is needed: this customer is in no program instance that accepts single names");
                    }
                    return changed;
                },
                "customer");
    }

    /**
     * Changes several customers, by id. One query and one batch of updates, however many they are; a customer that does not
     * change is not written, and one that is not there any more is left out.
     */
    @Transactional
    public void reviseCustomers(Map<String, UnaryOperator<PersonDetails>> changes) {
        Instant now = clock.instant();
        knownCustomers(changes.keySet()).forEach((id, customer) -> {
            PersonDetails changed = changes.get(id).apply(customer.details());
            if (!changed.equals(customer.details())) {
                customer.revise(changed, now);
            }
        });
        customers.flush();
    }

    @Transactional
    public Lead reviseLead(String id, @Nullable String ifMatch, Function<PersonDetails, PersonDetails> change) {
        return revise(leads, lead(id), ifMatch, change, "lead");
    }

    /** Deletes a customer that nothing refers to. */
    @Transactional
    public void deleteCustomer(String id, @Nullable String ifMatch) {
        delete(customers, customer(id), ifMatch);
    }

    @Transactional
    public void deleteLead(String id, @Nullable String ifMatch) {
        delete(leads, lead(id), ifMatch);
    }

    /**
     * Converts a lead to the customer with its e-mail, creating the customer if there is none. The enrollments of the
     * lead move to the customer. Names that the lead lacks are required; the last name is optional where {@link
     * SingleNamePolicy} says so.
     */
    @Transactional
    public Customer convert(String leadId, @Nullable String firstName, @Nullable String lastName) {
        Lead lead = lead(leadId);
        Customer customer = customers.findByEmailKey(key(lead.email())).orElseGet(() -> {
            PersonDetails known = lead.details();
            PersonDetails complete = new PersonDetails(
                    firstName != null ? firstName : known.firstName(),
                    lastName != null ? lastName : known.lastName(),
                    known.email(),
                    known.phone(),
                    known.address(),
                    known.metadata());
            requireNames(leadId, complete);
            return store(customers, new Customer(complete, clock.instant()), "customer");
        });
        lead.becomes(customer);
        leads.saveAndFlush(lead);
        events.publishEvent(new LeadConverted(leadId, customer.getId(), clock.instant()));
        return customer;
    }

    @Transactional(readOnly = true)
    public <T> Page<T> listCustomers(ListQuery query, @Nullable String q, Function<Customer, T> shape) {
        Specification<Customer> wanted = search(q);
        return query.fetch(customers, wanted, Customer::getId, shape, () -> totals.of(Customer.class, wanted));
    }

    @Transactional(readOnly = true)
    public <T> Page<T> listLeads(ListQuery query, @Nullable String q, Function<Lead, T> shape) {
        Specification<Lead> wanted = search(q);
        return query.fetch(leads, wanted, Lead::getId, shape, () -> totals.of(Lead.class, wanted));
    }

    private <P extends Person> Specification<P> search(@Nullable String q) {
        InstanceLimit limit = gate.limit();
        return (root, query, builder) -> {
            Predicate found = q == null || q.isBlank()
                    ? builder.conjunction()
                    : PersonSearch.of(q).predicate(root, builder);
            return limit.isLimited()
                    ? builder.and(found, visibility.visible(limit, root, Objects.requireNonNull(query), builder))
                    : found;
        };
    }

    private void requireNames(String leadId, PersonDetails details) {
        List<Fault> faults = new ArrayList<>();
        if (details.firstName() == null) {
            faults.add(new Fault("/firstName", "is not known of the lead, and a customer needs it"));
        }
        if (details.lastName() == null && !singleNames.acceptsSingleName(leadId)) {
            faults.add(new Fault("/lastName", "is not known of the lead, and a customer needs it"));
        }
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
    }

    private <P extends Person> P revise(
            JpaRepository<P, String> repository,
            P person,
            @Nullable String ifMatch,
            Function<PersonDetails, PersonDetails> change,
            String what) {
        EntityTags.check(ifMatch, person.version());
        person.revise(change.apply(person.details()), clock.instant());
        return store(repository, person, what);
    }

    private <P extends Person> void delete(JpaRepository<P, String> repository, P person, @Nullable String ifMatch) {
        EntityTags.check(ifMatch, person.version());
        try {
            repository.delete(person);
            repository.flush();
            events.publishEvent(new PersonDeleted(person.getId(), clock.instant()));
        } catch (DataIntegrityViolationException e) {
            throw new Conflict("in-use", "There are enrollments of this person; erase them first.");
        }
    }

    private static <P extends Person> P store(JpaRepository<P, String> repository, P person, String what) {
        try {
            return repository.saveAndFlush(person);
        } catch (DataIntegrityViolationException e) {
            throw new AlreadyExists(what, "e-mail", person.email());
        }
    }
}
