package dev.enlist.note;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NoteWordParserTests {

    @Test
    void wordsAreWithoutCaseAccentsAndWidth() {
        assertThat(NoteWordParser.words("Zoë's INVOICE, no. 42 – Straße ＡＢＣ"))
                .containsExactlyInAnyOrder("zoe", "s", "invoice", "no", "42", "straße", "abc");
        assertThat(NoteWordParser.words("e\u0301t\u00e9 été")).containsExactly("ete");
        assertThat(NoteWordParser.words(" -- % _ ")).isEmpty();
    }

    @Test
    void longWordsAreCutAtACharacter() {
        String long41 = "\uD835\uDC00".repeat(50);
        assertThat(NoteWordParser.words("x".repeat(50))).containsExactly("x".repeat(40));
        assertThat(NoteWordParser.words(long41)).containsExactly("a".repeat(40));
    }
}
