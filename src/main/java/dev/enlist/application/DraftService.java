package dev.enlist.application;

import dev.enlist.form.AnswerContext;
import dev.enlist.form.FormField;
import dev.enlist.form.PublishedForm;
import dev.enlist.form.PublishedFormService;
import dev.enlist.jobs.JobQueue;
import dev.enlist.notifications.NotificationService;
import dev.enlist.shared.Cuid;
import dev.enlist.shared.EmailKey;
import dev.enlist.shared.PublicLinks;
import dev.enlist.shared.problem.Conflict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps applications that are not sent yet, in the workspace in scope. A draft is named by the secret in a cookie or in a
 * mailed link; it does not depend on a session, so a restart of the server loses nothing that was saved.
 */
@Service
public class DraftService {

    /** How long after the start the same page may be sent again, as by a double click. */
    private static final Duration DOUBLE_CLICK = Duration.ofMinutes(1);

    /** Attempts to store answers while other requests change the same draft. */
    private static final int ATTEMPTS = 5;

    /** Longest text that is kept of one control, in characters. */
    private static final int LONGEST_INPUT = 20_000;

    private static final int MOST_VALUES = 200;

    private final DraftRepository drafts;
    private final DraftAnswerEvaluator evaluator;
    private final FormTokenService tokens;
    private final PublishedFormService forms;
    private final NotificationService mail;
    private final PublicLinks links;
    private final JobQueue jobs;
    private final ApplicationProperties properties;
    private final TransactionTemplate transactions;
    private final Clock clock;

    DraftService(
            DraftRepository drafts,
            DraftAnswerEvaluator evaluator,
            FormTokenService tokens,
            PublishedFormService forms,
            NotificationService mail,
            PublicLinks links,
            JobQueue jobs,
            ApplicationProperties properties,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.drafts = drafts;
        this.evaluator = evaluator;
        this.tokens = tokens;
        this.forms = forms;
        this.mail = mail;
        this.links = links;
        this.jobs = jobs;
        this.properties = properties;
        this.transactions = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /** The token of a start page was used before. */
    public static final class TokenReplayed extends Conflict {

        TokenReplayed() {
            super("form-token-used", "The start page was sent twice. Load it again.");
        }
    }

    /** The draft was sent, or deleted, while a page of it was open. */
    public static final class DraftClosed extends Conflict {

        DraftClosed() {
            super("application-sent", "The application was sent already, or its draft was deleted.");
        }
    }

    /**
     * Stored answers of a page.
     *
     * @param draft            with all answers
     * @param answers          the same, read with the form
     * @param keptFromElsewhere fields whose answer came from another window and was kept, because it was not changed here
     * @param changedElsewhere whether another window stored other answers since this page was loaded
     * @param shown            digests of what the window shows now, for its next request; see {@link FormControls#digests}
     */
    public record Saved(
            Draft draft,
            DraftAnswers answers,
            List<FormField> keptFromElsewhere,
            boolean changedElsewhere,
            String shown) {}

    /** How long drafts are kept after the last change. */
    public Duration kept() {
        return properties.keepDrafts();
    }

    /** The draft that a cookie names. */
    public Optional<Draft> find(PublishedForm form, String cookie) {
        return transactions.execute(
                status -> drafts.byToken(form.programInstanceId(), DraftToken.hash(cookie), oldest()));
    }

    /**
     * Begins a draft with the newest version of the form.
     *
     * @return the secret for the cookie
     * @throws TokenReplayed where the token began a draft before, unless that was by a double click
     */
    public String begin(PublishedForm form, Locale language, FormTokenService.FormToken token) {
        String secret = tokens.secretOf(token);
        byte[] hash = DraftToken.hash(secret);
        Instant now = clock.instant();
        boolean begun = Boolean.TRUE.equals(transactions.execute(status -> {
            Optional<Boolean> first = drafts.insert(
                    Cuid.next(),
                    form.programInstanceId(),
                    form.version(),
                    language.toLanguageTag(),
                    hash,
                    DraftToken.hash(java.util.HexFormat.of().formatHex(token.nonce())),
                    now);
            if (first.orElse(false)) {
                jobs.enqueue(DraftRetentionJob.KIND, now.plus(properties.keepDrafts()));
            }
            return first.isPresent();
        }));
        if (!begun) {
            find(form, secret)
                    .filter(draft -> draft.version() == 0
                            && draft.createdAt().plus(DOUBLE_CLICK).isAfter(now))
                    .orElseThrow(TokenReplayed::new);
        }
        return secret;
    }

    /**
     * Stores what was typed on a page. An answer that was changed on this page replaces the stored one; an answer that was
     * not changed here leaves what another window has stored meanwhile.
     *
     * @param number of the page, from 1
     * @param typed  by name of the control
     * @param shown  digests of what the page showed, see {@link FormControls#digests}; empty for none
     * @throws DraftClosed where the application was sent meanwhile
     */
    public Saved save(
            PublishedForm form,
            Draft read,
            int number,
            Map<String, List<String>> typed,
            String shown,
            AnswerContext context) {
        List<FormField> fields = form.definition().pages().get(number - 1).fields();
        Map<String, String> digests = FormControls.parse(shown);
        Draft draft = read;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Merge merge = merge(fields, draft.inputs(), typed, digests);
            DraftAnswers answers = evaluator.of(draft, merge.inputs(), form.definition(), context);
            Set<Integer> completed = new TreeSet<>(draft.completed());
            completed.remove(number);
            if (answers.faults(number).isEmpty()) {
                completed.add(number);
            }
            String email = answers.values().get("email") instanceof String address ? address : "";
            Draft base = draft;
            boolean stored = Boolean.TRUE.equals(transactions.execute(status -> drafts.save(
                    base, merge.inputs(), completed, email, context.locale().toLanguageTag(), clock.instant())));
            if (stored) {
                Draft changed = new Draft(
                        draft.id(),
                        draft.programInstanceId(),
                        draft.formVersion(),
                        context.locale().toLanguageTag(),
                        draft.verified(),
                        merge.inputs(),
                        completed,
                        draft.enrollmentId(),
                        draft.outcome(),
                        draft.createdAt(),
                        clock.instant(),
                        draft.version() + 1);
                return new Saved(changed, answers, merge.kept(), merge.changedElsewhere(), merge.shown());
            }
            draft = transactions
                    .execute(status -> drafts.lock(read.id()))
                    .filter(found -> !found.isSent())
                    .orElseThrow(DraftClosed::new);
        }
        throw new DraftClosed();
    }

    private record Merge(
            Map<String, List<String>> inputs, List<FormField> kept, boolean changedElsewhere, String shown) {}

    private static Merge merge(
            List<FormField> fields,
            Map<String, List<String>> stored,
            Map<String, List<String>> typed,
            Map<String, String> shown) {
        Map<String, List<String>> inputs = new LinkedHashMap<>(stored);
        Set<FormField> kept = new LinkedHashSet<>();
        Map<String, String> showing = new LinkedHashMap<>();
        boolean changed = false;
        for (FormField field : fields) {
            for (String control : FormControls.of(field)) {
                List<String> here = bounded(typed.getOrDefault(control, List.of()));
                String before = shown.get(control);
                String now = FormControls.digest(here);
                String saved = FormControls.digest(stored.getOrDefault(control, List.of()));
                // the same answer from both windows is no conflict
                boolean elsewhere = before != null && !before.equals(saved) && !now.equals(saved);
                changed |= elsewhere;
                boolean keep = elsewhere && before.equals(now);
                showing.put(control, keep ? before : now);
                if (keep) {
                    kept.add(field);
                } else if (here.isEmpty()) {
                    inputs.remove(control);
                } else {
                    inputs.put(control, here);
                }
            }
        }
        return new Merge(inputs, List.copyOf(kept), changed, FormControls.write(showing));
    }

    private static List<String> bounded(List<String> values) {
        return values.stream()
                .filter(value -> !value.isEmpty())
                .limit(MOST_VALUES)
                // the database stores no NUL
                .map(value -> value.replace("\u0000", ""))
                .map(value -> value.length() > LONGEST_INPUT ? value.substring(0, LONGEST_INPUT) : value)
                .toList();
    }

    /** The version of the form that a draft began with; the newest one where it is not there any more. */
    public PublishedForm formOf(PublishedForm newest, Draft draft) {
        return draft.formVersion() == newest.version()
                ? newest
                : forms.byPath(newest.path(), draft.formVersion()).orElse(newest);
    }

    /** Deletes a draft with its files; one that does not exist changes nothing. */
    public void delete(Draft draft) {
        transactions.executeWithoutResult(status -> drafts.delete(draft.id()));
    }

    /** Whether links can be mailed: a mail server is configured, and the address of this installation is known. */
    public boolean canMail() {
        return mail.sends() && !links.to("/").startsWith("/");
    }

    /** Mails a link to a draft, which replaces an earlier one. */
    public void mailLink(PublishedForm form, Draft draft, String email, Locale language) {
        Instant now = clock.instant();
        String token = DraftToken.generate();
        String link = links.to("/apply/" + form.path() + "/resume/" + token) + "?lang=" + language.toLanguageTag();
        transactions.executeWithoutResult(status -> {
            drafts.setResumeToken(draft.id(), DraftToken.hash(token), email, now);
            mail.mailDraftLink(
                    form.programInstanceId(), email, language.toLanguageTag(), link, now.plus(properties.keepDrafts()));
        });
    }

    /** Mails a link to the last saved draft of an e-mail, if there is one. The caller learns nothing about that. */
    public void mailLinkTo(PublishedForm form, String email, Locale language) {
        transactions
                .execute(status -> drafts.openOf(form.programInstanceId(), email, oldest()))
                .ifPresent(draft -> mailLink(form, draft, email, language));
    }

    /** The draft of a mailed link; opens nothing. */
    public Optional<Draft> ofLink(PublishedForm form, String token) {
        return transactions.execute(
                status -> drafts.byResumeToken(form.programInstanceId(), DraftToken.hash(token), oldest()));
    }

    /**
     * Opens the draft of a mailed link in this browser.
     *
     * @return the secret for the cookie, which replaces that of the browser in which the draft was open
     */
    public Optional<String> open(PublishedForm form, String token) {
        return ofLink(form, token).map(draft -> {
            String secret = DraftToken.generate();
            transactions.executeWithoutResult(
                    status -> drafts.open(draft.id(), DraftToken.hash(secret), clock.instant()));
            return secret;
        });
    }

    /** Whether two e-mails are one mailbox. */
    static boolean isSame(String one, String other) {
        return EmailKey.of(one).equals(EmailKey.of(other));
    }

    private Instant oldest() {
        return clock.instant().minus(properties.keepDrafts());
    }
}
