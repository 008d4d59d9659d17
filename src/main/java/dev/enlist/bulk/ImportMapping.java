package dev.enlist.bulk;

import dev.enlist.shared.AggregateRoot;
import dev.enlist.shared.Audited;
import dev.enlist.shared.JsonColumn;
import jakarta.persistence.Entity;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/** How the columns of a kind of file map to members, kept under a name. */
@Entity
@Audited(
        subject = "importMapping",
        plain = {"name"})
public class ImportMapping extends AggregateRoot {

    @TenantId
    private @Nullable String workspaceId;

    private String name = "";

    @JsonColumn
    private Map<String, @Nullable String> columns = Map.of();

    protected ImportMapping() {}

    ImportMapping(String name, Map<String, @Nullable String> columns, Instant at) {
        this.createdAt = at;
        revise(name, columns, at);
    }

    void revise(String newName, Map<String, @Nullable String> newColumns, Instant at) {
        this.name = newName;
        this.columns = new LinkedHashMap<>(newColumns);
        this.updatedAt = at;
    }

    public String name() {
        return name;
    }

    /** From the name of a column to a member; null for a column that is ignored. */
    public Map<String, @Nullable String> columns() {
        return columns;
    }
}
