package dev.enlist.application;

import dev.enlist.form.FormPage;
import dev.enlist.form.PublishedForm;
import dev.enlist.form.PublishedFormService;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.tenancy.WorkspaceScope;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Counts on which page of a form people stop. One statement; the answers are not read. */
@Service
public class FormPageReportQuery {

    private final JdbcClient jdbc;
    private final ProgramInstanceService instances;
    private final PublishedFormService forms;
    private final ApplicationProperties properties;
    private final Clock clock;

    FormPageReportQuery(
            JdbcClient jdbc,
            ProgramInstanceService instances,
            PublishedFormService forms,
            ApplicationProperties properties,
            Clock clock) {
        this.jdbc = jdbc;
        this.instances = instances;
        this.forms = forms;
        this.properties = properties;
        this.clock = clock;
    }

    /** @param at the page on which they are, from 1; one more than the last page for the page to check the answers */
    private record Position(int at, boolean sent, long drafts) {}

    @Transactional(readOnly = true)
    public FormPageReport of(String programInstanceId) {
        instances.instance(programInstanceId);
        Instant since = clock.instant().minus(properties.keepDrafts());
        Optional<PublishedForm> form = forms.ofInstance(programInstanceId);
        List<Position> positions = form.map(found -> positions(found, since)).orElse(List.of());
        return new FormPageReport(
                programInstanceId,
                form.map(PublishedForm::version).orElse(null),
                since,
                sum(positions, 1, false),
                positions.stream()
                        .filter(Position::sent)
                        .mapToLong(Position::drafts)
                        .sum(),
                form.map(found -> pages(found, positions)).orElse(List.of()));
    }

    private List<Position> positions(PublishedForm form, Instant since) {
        return jdbc.sql("""
                        select coalesce((select max(page) from unnest(completed) page), 0) + 1 as at,
                               outcome is not null as sent, count(*) as drafts
                        from application_draft
                        where workspace_id = ? and program_instance_id = ? and form_version = ? and updated_at >= ?
                        group by 1, 2
                        """)
                .params(
                        WorkspaceScope.current().workspaceId(),
                        form.programInstanceId(),
                        form.version(),
                        Timestamp.from(since))
                .query((row, n) -> new Position(row.getInt("at"), row.getBoolean("sent"), row.getLong("drafts")))
                .list();
    }

    private static List<FormPageReport.Page> pages(PublishedForm form, List<Position> positions) {
        Locale language = form.languages().get(0);
        List<FormPage> pages = form.definition().pages();
        List<FormPageReport.Page> counted = new ArrayList<>();
        for (int number = 1; number <= pages.size() + 1; number++) {
            boolean check = number > pages.size();
            counted.add(new FormPageReport.Page(
                    check ? null : number,
                    check ? null : title(pages.get(number - 1), language),
                    sum(positions, number, false),
                    sum(positions, number, true)));
        }
        return counted;
    }

    private static @Nullable String title(FormPage page, Locale language) {
        return page.title() == null ? null : page.title().in(language);
    }

    /** Drafts that came to a page or beyond, or that stopped there. A draft that was sent came to every page. */
    private static long sum(List<Position> positions, int page, boolean stopped) {
        return positions.stream()
                .filter(position ->
                        stopped ? !position.sent() && position.at() == page : position.sent() || position.at() >= page)
                .mapToLong(Position::drafts)
                .sum();
    }
}
