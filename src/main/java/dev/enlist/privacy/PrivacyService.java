package dev.enlist.privacy;

import dev.enlist.shared.AuditNote;
import dev.enlist.shared.privacy.Person;
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
 * Hands out or erases everything that is held about a person in the workspace in scope. Each room answers for
 * its own, through a {@link PersonalDataSource}; this one asks them all, in one transaction.
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

    /** Everything held, by section; {@code person} says by what it was found. The trail notes that it was handed out. */
    @Transactional
    public Map<String, Object> export(Person asked) {
        Person person = everywhere(asked);
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
     * Erases the person everywhere. Whom nothing is held of is erased already: that changes nothing, and is no
     * error.
     *
     * @param force erases also somebody who takes part at present
     * @return how many things went, by what they are called
     * @throws PersonStillEnrolled where the person takes part and force was not asked for
     */
    @Transactional
    public Map<String, Integer> erase(Person asked, ErasureReason reason, boolean force) {
        Person person = everywhere(asked);
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

    /** When somebody with this e-mail was erased, oldest first. */
    @Transactional
    public List<Erasure> erasuresOf(String email) {
        return erasures.of(erasures.hashes(List.of(email)));
    }

    /** What one room knows may lead to more in another, until nobody knows more. */
    private Person everywhere(Person asked) {
        Person known = asked;
        while (true) {
            Person wider = known;
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
