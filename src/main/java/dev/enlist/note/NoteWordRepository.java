package dev.enlist.note;

import dev.enlist.tenancy.WorkspaceScope;
import java.util.Collection;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Stores the words of notes. */
@Repository
class NoteWordRepository {

    private final JdbcClient jdbc;

    NoteWordRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Replaces the words of a note. Two statements, whatever their number. */
    void replace(String noteId, Collection<String> words) {
        String workspaceId = WorkspaceScope.current().workspaceId();
        jdbc.sql("delete from note_word where note_id = ? and workspace_id = ?")
                .params(noteId, workspaceId)
                .update();
        jdbc.sql("insert into note_word (note_id, word, workspace_id) select ?, w.word, ? from unnest(?) as w(word)")
                .params(noteId, workspaceId, words.toArray(String[]::new))
                .update();
    }
}
