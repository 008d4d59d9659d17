package dev.enlist.enrollment;

import dev.enlist.customer.CustomerService;
import dev.enlist.eligibility.Decision;
import dev.enlist.eligibility.RuleSetRef;
import dev.enlist.eligibility.RuleSetService;
import dev.enlist.eligibility.RulesFailed;
import dev.enlist.eligibility.Verdict;
import dev.enlist.program.ProgramInstance;
import dev.enlist.shared.Actor;
import dev.enlist.tenancy.WorkspaceScope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Lets people into an instance who may enter: all of them with one command of the engine, one flush, one set of rows. */
@Component
class Entrance {

    private final ApplicationNumberPool numbers;
    private final EnrollmentStore store;
    private final RuleInputs ruleInputs;
    private final RuleSetService ruleSets;
    private final ApplicationEventPublisher events;

    Entrance(
            ApplicationNumberPool numbers,
            EnrollmentStore store,
            RuleInputs ruleInputs,
            RuleSetService ruleSets,
            ApplicationEventPublisher events) {
        this.numbers = numbers;
        this.store = store;
        this.ruleInputs = ruleInputs;
        this.ruleSets = ruleSets;
        this.events = events;
    }

    /** In the order given, as they stand when the process has let the rules run. */
    List<Enrollment> let(
            ProgramInstance instance, List<Applicants.Applicant> people, boolean evaluate, Actor by, Instant now) {
        return let(instance, people, evaluate, false, Collections.nCopies(people.size(), by), now);
    }

    /**
     * The same for very many: the rules are asked here, outside the engine, which has then far less to do. Where they
     * fail, the process asks them, and keeps the enrollment for an operator.
     *
     * @param by in whose name each of them is let in
     */
    List<Enrollment> letMany(
            ProgramInstance instance,
            List<Applicants.Applicant> people,
            boolean evaluate,
            List<Actor> by,
            Instant now) {
        return let(instance, people, evaluate, evaluate, by, now);
    }

    private List<Enrollment> let(
            ProgramInstance instance,
            List<Applicants.Applicant> people,
            boolean evaluate,
            boolean decide,
            List<Actor> by,
            Instant now) {
        Map<String, Map<String, @Nullable Object>> inputs = inputs(instance, people, now);
        String workspaceId = WorkspaceScope.current().workspaceId();
        Iterator<String> numbered = numbers.take(people.size()).iterator();
        List<Enrollment> newcomers = new ArrayList<>();
        for (Applicants.Applicant person : people) {
            newcomers.add(new Enrollment(
                    workspaceId,
                    numbered.next(),
                    instance.getId(),
                    person.identification(),
                    person.application(),
                    by.get(newcomers.size()),
                    now));
        }
        RuleSetRef rules = ruleSets.inForce(instance.rules(), now);
        Function<Map<String, @Nullable Object>, Decision> table = decide ? ruleSets.evaluator(rules) : null;
        store.enter(newcomers, () -> {
            List<ProcessSignal.Entrant> entrants = new ArrayList<>();
            for (Enrollment newcomer : newcomers) {
                Map<String, @Nullable Object> seen = Objects.requireNonNull(
                        inputs.get(CustomerService.key(newcomer.application().email())));
                entrants.add(new ProcessSignal.Entrant(
                        newcomer.getId(), seen, table == null ? null : decided(newcomer, table, rules, seen, now)));
            }
            events.publishEvent(new ProcessSignal.Entered(workspaceId, entrants, rules, evaluate, now));
        });
        return newcomers;
    }

    private Verdict.@Nullable Status decided(
            Enrollment newcomer,
            Function<Map<String, @Nullable Object>, Decision> table,
            RuleSetRef rules,
            Map<String, @Nullable Object> seen,
            Instant now) {
        Decision decision;
        try {
            decision = table.apply(seen);
        } catch (RulesFailed e) {
            return null;
        }
        newcomer.judge(decision.verdict(), rules, Actor.rule(rules.slug(), rules.version()), now);
        store.keep(new DecisionRecord(newcomer.getId(), rules, decision, seen, now));
        store.publish(newcomer);
        return decision.verdict().status();
    }

    /** What the rules may know of each, by the key of the e-mail. Nobody is there twice. One statement. */
    Map<String, Map<String, @Nullable Object>> inputs(
            ProgramInstance instance, List<Applicants.Applicant> people, Instant now) {
        Map<String, List<String>> active = ruleInputs.activePrograms(
                people.stream().map(person -> person.application().email()).toList());
        Map<String, Map<String, @Nullable Object>> inputs = new HashMap<>();
        for (Applicants.Applicant person : people) {
            inputs.put(
                    key(person),
                    ruleInputs.of(
                            instance,
                            person.application(),
                            active.getOrDefault(key(person), List.of()),
                            person.previousStatus(),
                            now));
        }
        return inputs;
    }

    private static String key(Applicants.Applicant person) {
        return CustomerService.key(person.application().email());
    }
}
