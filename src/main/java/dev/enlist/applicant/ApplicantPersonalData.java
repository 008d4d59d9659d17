package dev.enlist.applicant;

import dev.enlist.shared.privacy.PersonIdentifiers;
import dev.enlist.shared.privacy.PersonalDataSource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Exports when the links to a person's applications were issued. They are deleted with the enrollments. */
@Component
@Order(95)
class ApplicantPersonalData implements PersonalDataSource {

    /** A link as exported: not the link itself, which is not stored. */
    record Held(String enrollmentId, int number, Instant issuedAt, Instant expiresAt) {}

    private final ApplicantLinkRepository links;

    ApplicantPersonalData(ApplicantLinkRepository links) {
        this.links = links;
    }

    @Override
    public String section() {
        return "applicantLinks";
    }

    @Override
    public Set<String> tables() {
        return Set.of("applicant_link");
    }

    @Override
    public List<Held> export(PersonIdentifiers person) {
        return links.findAll(person.enrollmentIds()).stream()
                .map(link -> new Held(link.enrollmentId(), link.generation(), link.issuedAt(), link.expiresAt()))
                .toList();
    }

    @Override
    public Map<String, Integer> erase(PersonIdentifiers person) {
        return Map.of();
    }
}
