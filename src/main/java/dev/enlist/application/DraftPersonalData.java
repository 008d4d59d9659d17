package dev.enlist.application;

import dev.enlist.document.DraftFile;
import dev.enlist.document.DraftFileService;
import dev.enlist.shared.privacy.PersonIdentifiers;
import dev.enlist.shared.privacy.PersonalDataSource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Drafts of a person: found by the e-mail in the answers, by that of the mailed link, or by the enrollment that the draft
 * became. Files of a draft go with it.
 */
@Component
@Order(60)
class DraftPersonalData implements PersonalDataSource {

    /** A draft as exported. */
    record Held(
            String id,
            Map<String, List<String>> answers,
            List<String> files,
            @Nullable Outcome outcome,
            Instant startedAt,
            Instant changedAt) {}

    private final DraftRepository drafts;
    private final DraftFileService files;

    DraftPersonalData(DraftRepository drafts, DraftFileService files) {
        this.drafts = drafts;
        this.files = files;
    }

    @Override
    public String section() {
        return "applicationDrafts";
    }

    @Override
    public Set<String> tables() {
        return Set.of("application_draft", "draft_file", "draft_file_chunk");
    }

    @Override
    public List<Held> export(PersonIdentifiers person) {
        return of(person).stream()
                .map(draft -> new Held(
                        draft.id(),
                        draft.inputs(),
                        files.list(draft.id()).stream().map(DraftFile::fileName).toList(),
                        draft.outcome(),
                        draft.createdAt(),
                        draft.updatedAt()))
                .toList();
    }

    @Override
    public Map<String, Integer> erase(PersonIdentifiers person) {
        List<Draft> held = of(person);
        held.forEach(draft -> drafts.delete(draft.id()));
        return held.isEmpty() ? Map.of() : Map.of("applicationDrafts", held.size());
    }

    private List<Draft> of(PersonIdentifiers person) {
        return drafts.ofPerson(person.emails(), person.enrollmentIds());
    }
}
