package dev.enlist.bulk;

import dev.enlist.bulk.file.ColumnMapping;
import dev.enlist.shared.EntityTags;
import dev.enlist.shared.problem.AlreadyExists;
import dev.enlist.shared.problem.Conflict;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.problem.NotFound;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.data.domain.Sort;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Keeps named mappings of columns, which all members of a workspace share. */
@Service
public class ImportMappingService {

    /** Mappings of a workspace. */
    static final int MOST = 200;

    private final ImportMappingRepository mappings;
    private final Clock clock;

    ImportMappingService(ImportMappingRepository mappings, Clock clock) {
        this.mappings = mappings;
        this.clock = clock;
    }

    /** @param columns from the name of a column to a member; null for a column that is ignored */
    public record Details(String name, Map<String, @Nullable String> columns) {}

    @Transactional(readOnly = true)
    public List<ImportMapping> list() {
        return mappings.findAll(Sort.by("id"));
    }

    @Transactional(readOnly = true)
    public ImportMapping read(String id) {
        return mappings.findById(id).orElseThrow(() -> new NotFound("mapping"));
    }

    /**
     * @throws AlreadyExists where a mapping has this name
     * @throws Conflict      {@code too-many-mappings}
     */
    @Transactional
    public ImportMapping create(Details details) {
        requireMembers(details);
        if (mappings.count() >= MOST) {
            throw new Conflict("too-many-mappings", "A workspace has at most " + MOST + " mappings. Delete one first.");
        }
        return stored(new ImportMapping(details.name(), details.columns(), clock.instant()), details.name());
    }

    /** @param change computes the requested details from the present ones */
    @Transactional
    public ImportMapping revise(String id, @Nullable String ifMatch, UnaryOperator<Details> change) {
        ImportMapping mapping = read(id);
        EntityTags.check(ifMatch, mapping.version());
        Details details = change.apply(new Details(mapping.name(), mapping.columns()));
        requireMembers(details);
        mapping.revise(details.name(), details.columns(), clock.instant());
        return stored(mapping, details.name());
    }

    private ImportMapping stored(ImportMapping mapping, String name) {
        try {
            return mappings.saveAndFlush(mapping);
        } catch (DataIntegrityViolationException e) {
            throw new AlreadyExists("mapping", "name", name);
        }
    }

    @Transactional
    public void delete(String id, @Nullable String ifMatch) {
        ImportMapping mapping = read(id);
        EntityTags.check(ifMatch, mapping.version());
        mappings.delete(mapping);
    }

    private static void requireMembers(Details details) {
        List<Fault> faults = new ArrayList<>();
        details.columns().forEach((column, member) -> {
            if (member != null && !ColumnMapping.isMember(member)) {
                faults.add(new Fault(
                        Fault.pointerTo("columns", column),
                        "must be a member of an enrollment, metadata.<name>, or null"));
            }
        });
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
    }
}
