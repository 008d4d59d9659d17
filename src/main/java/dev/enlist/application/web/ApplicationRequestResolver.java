package dev.enlist.application.web;

import dev.enlist.application.Draft;
import dev.enlist.application.DraftService;
import dev.enlist.application.FormTokenService;
import dev.enlist.form.PublishedForm;
import dev.enlist.form.PublishedFormService;
import dev.enlist.program.AcceptancePolicy;
import dev.enlist.program.ProgramInstance;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.shared.web.page.ApplicantPage;
import dev.enlist.shared.web.page.FrameAncestors;
import dev.enlist.shared.web.page.PageBrand;
import dev.enlist.shared.web.page.PageBrandSource;
import dev.enlist.shared.web.page.PageLanguageResolver;
import dev.enlist.tenancy.Organization;
import dev.enlist.tenancy.TenancyService;
import dev.enlist.tenancy.WorkspaceScope;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Finds the form of a path and the draft of the browser, and enters their workspace. */
@Component
class ApplicationRequestResolver {

    private static final Pattern PATH = Pattern.compile("[a-z0-9][a-z0-9-]{1,61}[a-z0-9]");

    private final PublishedFormService forms;
    private final ProgramInstanceService instances;
    private final DraftService drafts;
    private final FormTokenService tokens;
    private final PageLanguageResolver languages;
    private final ObjectProvider<PageBrandSource> brands;
    private final TenancyService tenancy;
    private final TransactionTemplate reading;
    private final Clock clock;

    ApplicationRequestResolver(
            PublishedFormService forms,
            ProgramInstanceService instances,
            DraftService drafts,
            FormTokenService tokens,
            PageLanguageResolver languages,
            ObjectProvider<PageBrandSource> brands,
            TenancyService tenancy,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.forms = forms;
        this.instances = instances;
        this.drafts = drafts;
        this.tokens = tokens;
        this.languages = languages;
        this.brands = brands;
        this.tenancy = tenancy;
        this.reading = new TransactionTemplate(transactions);
        this.reading.setReadOnly(true);
        this.clock = clock;
    }

    /**
     * Runs the work in the workspace of the form.
     *
     * @param otherwise where there is no published form at the path
     */
    <T> T in(
            String path,
            HttpServletRequest http,
            HttpServletResponse response,
            Function<ApplicationRequest, T> work,
            Supplier<T> otherwise) {
        Optional<PublishedForm> form = PATH.matcher(path).matches() ? forms.byPath(path) : Optional.empty();
        return form.isEmpty()
                ? otherwise.get()
                : WorkspaceScope.in(form.get().workspace(), () -> work.apply(request(form.get(), http, response)));
    }

    private ApplicationRequest request(PublishedForm newest, HttpServletRequest http, HttpServletResponse response) {
        FrameAncestors.allow(
                http, Optional.ofNullable(newest.settings().frameAncestors()).orElse(List.of()));
        Locale language = languages.resolve(http, response, newest.languages());
        Known known = Objects.requireNonNull(reading.execute(status -> new Known(
                instances.instance(newest.programInstanceId()),
                DraftCookie.read(http).flatMap(cookie -> drafts.find(newest, cookie)))));
        return new ApplicationRequest(
                http,
                response,
                newest,
                known.draft().map(found -> drafts.formOf(newest, found)).orElse(newest),
                known.instance(),
                known.draft(),
                language,
                isFramed(http),
                () -> new ApplicantPage(
                        language,
                        languages.choices(http, newest.languages(), language),
                        reading.execute(status -> brand(newest, language)),
                        isFramed(http)),
                clock.instant());
    }

    /** What the database knows about a request, read in one transaction. */
    private record Known(ProgramInstance instance, Optional<Draft> draft) {}

    private PageBrand brand(PublishedForm form, Locale language) {
        return Optional.ofNullable(brands.getIfAvailable())
                .flatMap(source -> source.of(form.programInstanceId(), language))
                .orElseGet(() ->
                        PageBrand.named(tenancy.organization(form.workspace().organizationId())
                                .map(Organization::name)
                                .orElse("Enlist")));
    }

    /** The page of a request for a path without a form. */
    ApplicantPage unknown(HttpServletRequest http, HttpServletResponse response) {
        List<Locale> offered = List.of(Locale.ENGLISH, Locale.forLanguageTag("es"));
        Locale language = languages.resolve(http, response, offered);
        return new ApplicantPage(
                language, languages.choices(http, offered, language), PageBrand.named("Enlist"), false);
    }

    /** Browsers say whether they load a page for a frame. */
    private static boolean isFramed(HttpServletRequest http) {
        return "iframe".equals(http.getHeader("Sec-Fetch-Dest"));
    }

    /** Why the program takes no applications now; empty while it does. */
    Optional<Closure> closure(ApplicationRequest request) {
        Instant now = request.now();
        PublishedForm form = request.newest();
        List<AcceptancePolicy.Obstacle> obstacles =
                AcceptancePolicy.obstaclesForNewEnrollments(request.instance(), now);
        Optional<Instant> opens = form.startsAt().filter(now::isBefore);
        Optional<Instant> closed = form.endsAt().filter(end -> !now.isBefore(end));
        if (obstacles.contains(AcceptancePolicy.Obstacle.INSTANCE_ARCHIVED)
                || obstacles.contains(AcceptancePolicy.Obstacle.ENDED)
                || closed.isPresent()) {
            Optional<Instant> end = closed.or(() -> request.instance().endsAt().filter(at -> !now.isBefore(at)));
            return Optional.of(end.map(at -> new Closure("closed.ended.at", Optional.of(at)))
                    .orElse(new Closure("closed.ended", Optional.empty())));
        }
        if (obstacles.contains(AcceptancePolicy.Obstacle.NOT_BEGUN) || opens.isPresent()) {
            return Optional.of(new Closure(
                    "closed.not-begun",
                    opens.or(() ->
                            Optional.ofNullable(request.instance().details().startDate()))));
        }
        if (obstacles.contains(AcceptancePolicy.Obstacle.CAMPAIGN_PAUSED)) {
            return Optional.of(new Closure("closed.paused", Optional.empty()));
        }
        return obstacles.isEmpty() ? Optional.empty() : Optional.of(new Closure("closed.inactive", Optional.empty()));
    }

    /**
     * Why a program is closed.
     *
     * @param key of the sentence
     * @param at  when it opens, or closed
     */
    record Closure(String key, Optional<Instant> at) {}

    /**
     * Whether a form that was posted comes from a page of ours for this subject: its token is signed and not expired, and
     * the browser does not say that another site sent it.
     */
    Optional<FormTokenService.FormToken> token(ApplicationRequest request, String token, String subject) {
        boolean foreign = "cross-site".equals(request.http().getHeader("Sec-Fetch-Site"));
        return foreign ? Optional.empty() : tokens.read(token, subject);
    }

    String issue(String subject) {
        return tokens.issue(subject);
    }

    /** Subject of the token of pages without a draft. */
    static String startOf(ApplicationRequest request) {
        return "start " + request.newest().programInstanceId();
    }

    /** A day in the time zone of the instance. */
    static String day(Instant at, ZoneId zone, Locale locale) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                .withLocale(locale)
                .format(at.atZone(zone));
    }

    /** The last day before an end that is the beginning of the next day. */
    static String lastDay(Instant end, ZoneId zone, Locale locale) {
        return day(end.minusMillis(1), zone, locale);
    }
}
