package dev.enlist.form;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.enlist.shared.Actor;
import dev.enlist.shared.Sha256;
import dev.enlist.shared.problem.NotFound;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Publishes forms as immutable versions, per program instance of the workspace in scope. */
@Service
public class FormVersionService {

    private static final ObjectMapper CANONICAL = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private final FormVersionRepository versions;
    private final Clock clock;

    FormVersionService(FormVersionRepository versions, Clock clock) {
        this.versions = versions;
        this.clock = clock;
    }

    /**
     * Publishes a form as the next version. A form that is the newest version already makes none; its note stays as it
     * is.
     *
     * @param form a form without faults
     * @param note what is new, for people; null for none
     */
    @Transactional
    public FormVersion publish(String programInstanceId, Map<String, Object> form, @Nullable String note, Actor by) {
        String digest = digest(form);
        Optional<FormVersion> newest = versions.newest(programInstanceId);
        if (newest.isPresent() && newest.get().digest().equals(digest)) {
            return newest.get();
        }
        int number = newest.map(FormVersion::number).orElse(0) + 1;
        return versions.saveAndFlush(
                new FormVersion(programInstanceId, number, digest, form, note, by, clock.instant()));
    }

    /** All versions of an instance, the newest first. */
    @Transactional(readOnly = true)
    public List<FormVersion> versions(String programInstanceId) {
        return versions.ofInstance(programInstanceId);
    }

    /** @throws NotFound where the instance has no such version */
    @Transactional(readOnly = true)
    public FormVersion version(String programInstanceId, int number) {
        return versions.findByProgramInstanceIdAndNumber(programInstanceId, number)
                .orElseThrow(() -> new NotFound("form version"));
    }

    @Transactional(readOnly = true)
    public Optional<FormVersion> newest(String programInstanceId) {
        return versions.newest(programInstanceId);
    }

    /** SHA-256 over the form with its members in order, so that only another content is another form. */
    static String digest(Map<String, Object> form) {
        try {
            return Sha256.hex(CANONICAL.writeValueAsBytes(form));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A form of maps, lists and values can be written as JSON", e);
        }
    }
}
