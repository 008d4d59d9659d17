package dev.enlist.privacy;

import dev.enlist.shared.AuditNote;
import dev.enlist.shared.privacy.PersonIdentifiers;
import dev.enlist.shared.privacy.PersonalDataSource;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Exports or erases all data about a person in the workspace in scope. Each module provides its part through a {@link
 * PersonalDataSource}; this service calls all of them in one transaction.
 */
@Service
public class PrivacyService {

    /** In the order of their {@code @Order}. */
    private final List<PersonalDataSource> sources;

    private final ErasureRepository erasures;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    PrivacyService(
            List<PersonalDataSource> sources,
            ErasureRepository erasures,
            ApplicationEventPublisher events,
            Clock clock) {
        this.sources = sources;
        this.erasures = erasures;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Returns all data by section; {@code person} lists the identifiers by which it was found. The audit trail records
     * the export.
     */
    @Transactional
    public Map<String, Object> export(PersonIdentifiers asked) {
        PersonIdentifiers person = everywhere(asked);
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("exportedAt", clock.instant());
        document.put("person", person);
        Map<String, Object> counts = new TreeMap<>();
        for (PersonalDataSource source : sources) {
            List<?> held = source.export(person);
            document.put(source.section(), held);
            counts.put(source.section(), held.size());
        }
        List<String> hashes = erasures.hashes(person.emails());
        document.put("earlierErasures", erasures.of(hashes));
        events.publishEvent(new AuditNote("person.export", "person", subject(hashes), Map.of(), counts));
        return document;
    }

    /**
     * Erases the person in all modules. A person without data counts as erased already: the call changes nothing and is
     * no error.
     *
     * @param force also erases a person with a current enrollment
     * @return number of deleted records by kind
     * @throws PersonStillEnrolled if the person has a current enrollment and force is false
     */
    @Transactional
    public Map<String, Integer> erase(PersonIdentifiers asked, ErasureReason reason, boolean force) {
        PersonIdentifiers person = everywhere(asked);
        List<String> active = sources.stream()
                .flatMap(source -> source.active(person).stream())
                .toList();
        if (!active.isEmpty() && !force) {
            throw new PersonStillEnrolled(active);
        }
        Map<String, Integer> counts = new TreeMap<>();
        sources.forEach(source -> counts.putAll(source.erase(person)));
        if (counts.values().stream().allMatch(count -> count == 0)) {
            return counts;
        }
        Instant now = clock.instant();
        List<String> hashes = erasures.hashes(person.emails());
        erasures.remember(hashes, reason, now);
        Map<String, Object> told = new TreeMap<>(counts);
        told.put("emailHashes", hashes);
        told.put("reason", reason.wire());
        told.put("forced", !active.isEmpty());
        events.publishEvent(new AuditNote("person.erase", "person", subject(hashes), Map.of(), told));
        return counts;
    }

    /** When a person with this e-mail was erased, oldest first. */
    @Transactional
    public List<Erasure> erasuresOf(String email) {
        return erasures.of(erasures.hashes(List.of(email)));
    }

    /** Identifiers found in one module can match further records in another; repeats until no module adds any. */
    private PersonIdentifiers everywhere(PersonIdentifiers asked) {
        PersonIdentifiers known = asked;
        while (true) {
            PersonIdentifiers wider = known;
            for (PersonalDataSource source : sources) {
                wider = source.widen(wider);
            }
            if (wider.equals(known)) {
                return known;
            }
            known = wider;
        }
    }

    private static String subject(List<String> hashes) {
        return hashes.isEmpty() ? "unknown" : hashes.get(0);
    }
}
