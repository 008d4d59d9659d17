package dev.enlist.note;

import dev.enlist.shared.NotAudited;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import java.io.Serializable;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/** A word of a note, for the search. */
@Entity
@NotAudited("derived from the text of the note")
@Immutable
@IdClass(NoteWord.Key.class)
class NoteWord {

    record Key(String noteId, String word) implements Serializable {}

    @Id
    private String noteId = "";

    @Id
    private String word = "";

    @TenantId
    private @Nullable String workspaceId;

    protected NoteWord() {}
}
