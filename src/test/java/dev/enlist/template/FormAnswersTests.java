package dev.enlist.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Answers as people read them. */
class FormAnswersTests {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void labelsAndValuesInTheOrderOfTheForm() throws IOException {
        String form = """
                {"pages": [{"fields": [
                  {"name": "metadata.tags", "label": {"de": "Art", "en": "Kinds"}, "type": "multiselect",
                   "options": [{"value": "a", "label": "First"}, {"value": "b", "label": "Second"}]},
                  {"name": "address.state", "label": "State", "type": "text"},
                  {"name": "metadata.missing", "label": "Missing", "type": "text"},
                  {"name": "metadata.day", "label": "Day", "type": "date"}]}]}""";
        String application = """
                {"address": {"state": "NY"}, "metadata": {"tags": ["b", "a", "c"], "day": "soon"}}""";
        assertThat(FormAnswers.of(JSON.readTree(form), JSON.readTree(application), java.util.Locale.ENGLISH))
                .extracting(answer -> answer.label() + ": " + answer.value())
                .containsExactly("Kinds: Second, First, c", "State: NY", "Day: soon");
    }

    @Test
    void aValueStaysOnItsLine() throws IOException {
        String form = "{\"fields\": [{\"name\": \"metadata.note\", \"label\": \"Note\", \"type\": \"textarea\"}]}";
        String application = "{\"metadata\": {\"note\": \"one\\r\\nApproved: Yes\\u2028two\"}}";
        assertThat(FormAnswers.of(JSON.readTree(form), JSON.readTree(application), java.util.Locale.ENGLISH)
                        .get(0)
                        .value())
                .isEqualTo("one Approved: Yes two");
    }
}
