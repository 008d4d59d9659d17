package dev.enlist.eligibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enlist.shared.problem.Conflict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Compares two tables row by row. */
class TableDiffTests {

    private static final String ROW = """
            <rule id="%s"><description>%s</description>
              <inputEntry id="x%s"><text>%s</text></inputEntry>
              <outputEntry id="y%s"><text>"ineligible"</text></outputEntry>
              <outputEntry id="z%s"><text></text></outputEntry>
              <outputEntry id="w%s"><text>"%s"</text></outputEntry></rule>
            """;

    @Test
    void theSameIsIdentical() {
        TableDiff diff = TableDiff.between(Tables.SOUND, Tables.SOUND.replace("<text>-</text>", "<text> </text>"));

        assertThat(diff.identical()).isTrue();
        assertThat(diff.hitPolicy()).isNull();
    }

    @Test
    void anInsertedRowChangesNoneBelow() throws IOException {
        String before = Files.readString(Path.of("dmn/eligibility-default.dmn"));
        String row = before.substring(before.indexOf("<rule "), before.indexOf("</rule>") + "</rule>".length());
        String added = row.replace("rule_program_inactive", "rule_new")
                .replace("program-inactive", "new-code")
                .replaceAll(" id=\"(?!rule)", " id=\"new_");
        String after = before.replace(row, added + row);

        TableDiff diff = TableDiff.between(before, after);

        assertThat(diff.added()).singleElement().satisfies(one -> {
            assertThat(one.number()).isEqualTo(1);
            assertThat(one.id()).isEqualTo("rule_new");
            assertThat(one.cells()).containsEntry("code", "\"new-code\"");
        });
        assertThat(diff.changed()).isEmpty();
        assertThat(diff.removed()).isEmpty();
        assertThat(diff.moved()).isEmpty();
        assertThat(TableDiff.between(after, before).removed()).hasSize(1);
    }

    @Test
    void rowsAreKnownAgainByWhatTheySayWhenTheirIdsAreGivenAnew() {
        String before = with(row("r1", "a", "\"CA\"", "one"), row("r2", "b", "\"TX\"", "two"));
        String after = with(
                row("r1", "new", "\"NJ\"", "zero"), row("r2", "a", "\"CA\"", "one"), row("r3", "b", "\"TX\"", "two"));

        TableDiff diff = TableDiff.between(before, after);

        assertThat(diff.added()).extracting(TableDiff.RowRef::number).containsExactly(2);
        assertThat(diff.changed()).isEmpty();
        assertThat(diff.removed()).isEmpty();
    }

    @Test
    void changedCellsAreListed() {
        TableDiff diff =
                TableDiff.between(Tables.SOUND, Tables.with("<text>\"NY\"</text>", "<text>\"NY\", \"NJ\"</text>"));

        assertThat(diff.identical()).isFalse();
        assertThat(diff.changed()).singleElement().satisfies(row -> {
            assertThat(row.from()).isEqualTo(1);
            assertThat(row.to()).isEqualTo(1);
            assertThat(row.cells()).isEqualTo(Map.of("State", new TableDiff.Change("\"NY\"", "\"NY\", \"NJ\"")));
        });
        assertThat(diff.added()).isEmpty();
        assertThat(diff.removed()).isEmpty();
    }

    @Test
    void policyColumnsAndOrderAreListed() {
        String moved = with(row("r2", "b", "\"TX\"", "two"), row("r1", "a", "\"CA\"", "one"));
        String before = with(row("r1", "a", "\"CA\"", "one"), row("r2", "b", "\"TX\"", "two"));

        assertThat(TableDiff.between(before, moved).moved()).hasSize(1);
        assertThat(TableDiff.between(before, moved).changed()).isEmpty();
        assertThat(TableDiff.between(Tables.SOUND, Tables.with("FIRST", "ANY")).hitPolicy())
                .isEqualTo(new TableDiff.Change("FIRST", "ANY"));
        TableDiff other = TableDiff.between(Tables.SOUND, Tables.withInput("upper case(state)"));
        assertThat(other.columns().changed())
                .containsExactly(
                        new TableDiff.ChangedColumn("State", new TableDiff.Change("state", "upper case(state)")));
        assertThat(other.changed()).isEmpty();
        TableDiff renamed = TableDiff.between(Tables.SOUND, Tables.with("label=\"State\"", "label=\"Where?\""));
        assertThat(renamed.columns().added()).containsExactly("Where?");
        assertThat(renamed.columns().removed()).containsExactly("State");
    }

    @Test
    void whatIsNoTableIsRefused() {
        assertThatThrownBy(() -> TableDiff.between(Tables.SOUND, "<a/>")).isInstanceOf(Conflict.class);
    }

    private static String with(String... rows) {
        return Tables.with("<rule id=\"rule_rest\">", String.join("", rows) + "<rule id=\"rule_rest\">");
    }

    private static String row(String id, String description, String condition, String code) {
        return ROW.formatted(id, description, id, condition, id, id, id, code);
    }
}
