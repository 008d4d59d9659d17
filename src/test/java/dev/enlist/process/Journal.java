package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.shared.Cuid;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What clients of a test were acknowledged: people by their e-mail, each with the last answer. */
final class Journal {

    /** In place of the id of an imported person: the answer to an import has none. */
    private static final String IMPORTED = "";

    private final String run = Cuid.next();
    private final Map<String, Entry> acknowledged = new ConcurrentHashMap<>();

    private record Entry(String id, String status) {

        boolean isOf(Entry stored) {
            return id.equals(stored.id) || id.equals(IMPORTED);
        }
    }

    /** The e-mail of a person of this journal. */
    String email(String person) {
        return run + "-" + person + "@example.com";
    }

    /** @param answer with the enrollment */
    void enter(String email, JsonNode answer) {
        acknowledged.put(
                email,
                new Entry(
                        answer.path("id").asText(),
                        answer.at("/eligibility/status").asText()));
    }

    void enterImported(String email, String status) {
        acknowledged.put(email, new Entry(IMPORTED, status));
    }

    String id(String email) {
        return acknowledged.get(email).id();
    }

    /** People who were acknowledged. */
    int size() {
        return acknowledged.size();
    }

    /**
     * Differences between the journal and the database: people who are lost, doubled, there without acknowledgement, or in
     * another status than the last answer said.
     */
    List<String> differences(JdbcClient database) {
        Map<String, List<Entry>> stored = new TreeMap<>();
        database.sql("select email, id, status from enrollment where email like ?")
                .param(run + "-%")
                .query(row -> {
                    stored.computeIfAbsent(row.getString(1), any -> new ArrayList<>())
                            .add(new Entry(row.getString(2), row.getString(3)));
                });
        List<String> differences = new ArrayList<>();
        acknowledged.forEach((email, entry) -> {
            List<Entry> found = stored.getOrDefault(email, List.of());
            if (found.stream().noneMatch(entry::isOf)) {
                differences.add("lost: " + email);
            } else if (found.stream().noneMatch(one -> one.status().equals(entry.status()))) {
                differences.add("acknowledged as " + entry.status() + ": " + email + " is "
                        + found.get(0).status());
            }
        });
        stored.forEach((email, entries) -> {
            if (entries.size() > 1) {
                differences.add("doubled: " + email);
            } else if (!acknowledged.containsKey(email)) {
                differences.add("stored and not acknowledged: " + email);
            }
        });
        return differences;
    }

    /** The control: with an acknowledged enrollment deleted past the application, the comparison finds exactly this one. */
    void provesThatItSeesALoss(JdbcClient owner) {
        String email = acknowledged.keySet().iterator().next();
        owner.sql("""
                        with as_replica as materialized (select set_config('session_replication_role', 'replica', true))
                        delete from enrollment using as_replica where email = ?
                        """).param(email).update();
        assertThat(differences(owner)).containsExactly("lost: " + email);
    }
}
