package dev.enlist.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.application.FormBrowser.Page;
import dev.enlist.shared.Cuid;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.StatementCounter;
import dev.enlist.support.Worlds;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Number of SQL statements of the steps of a public form; a JDBC batch counts once. Each step includes the page that follows. */
@EnlistIT
class ApplicationStatementsIT {

    private static final String REQUESTS = "http-nio";

    private static final int MOST_OF_START = 6;
    private static final int MOST_OF_BEGIN = 12;
    private static final int MOST_OF_PAGE = 14;

    /** With the admission, the submission, the review, the message, and the page of the result. */
    private static final int MOST_OF_SUBMIT = 51;

    @Autowired
    Worlds worlds;

    @Autowired
    StatementCounter statements;

    @Test
    void limitsTheStatementsOfEachStep() {
        PublicForm form = PublicForm.of(worlds.organization());
        String root = form.root();
        form.apply(form.browser(), Cuid.next() + "@example.com", "NY", "10001");
        FormBrowser browser = form.browser();

        Page start = atMost(MOST_OF_START, "start", () -> browser.get(root));
        Page about = atMost(MOST_OF_BEGIN, "begin", () -> browser.post(start, root + "/start", Map.of()));
        Map<String, String> person = PublicForm.person(Cuid.next() + "@example.com");
        Page home = atMost(MOST_OF_PAGE, "page 1", () -> browser.post(about, root + "/pages/1", person));
        Page check = atMost(
                MOST_OF_PAGE, "page 2", () -> browser.post(home, root + "/pages/2", PublicForm.home("NY", "10001")));
        Page result = atMost(MOST_OF_SUBMIT, "submit", () -> browser.post(check, root + "/check", Map.of()));
        assertThat(result.text()).contains("Application received");
    }

    private Page atMost(int most, String step, Supplier<Page> work) {
        Page[] page = new Page[1];
        List<String> sent = statements.during(REQUESTS, () -> page[0] = work.get());
        assertThat(sent)
                .as(() -> step + " sends " + sent.size() + " statements:\n" + String.join("\n", sent))
                .hasSizeLessThanOrEqualTo(most);
        return page[0];
    }
}
