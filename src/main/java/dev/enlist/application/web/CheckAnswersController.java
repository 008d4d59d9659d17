package dev.enlist.application.web;

import dev.enlist.application.ApplicationLimitPolicy;
import dev.enlist.application.ApplicationProperties;
import dev.enlist.application.Draft;
import dev.enlist.application.DraftAnswerEvaluator;
import dev.enlist.application.DraftAnswers;
import dev.enlist.application.DraftService;
import dev.enlist.application.Outcome;
import dev.enlist.application.ProofOfWorkService;
import dev.enlist.application.SubmissionService;
import dev.enlist.capacity.CapacityExhausted;
import dev.enlist.document.DraftFileService;
import dev.enlist.enrollment.ApplicationIncomplete;
import dev.enlist.enrollment.TermsChanged;
import dev.enlist.program.ProgramNotAccepting;
import dev.enlist.shared.access.AnyCaller;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.web.ClientAddress;
import dev.enlist.shared.web.page.PostedForm;
import dev.enlist.shared.web.page.PostedFormParser;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/** The last pages of a public form: check your answers, send, result. */
@Controller
@RequestMapping("/apply/{path}")
class CheckAnswersController {

    private final ApplicationRequestResolver requests;
    private final ApplicationPageRunner runner;
    private final PostedFormParser parser;
    private final ApplicationPageFactory pages;
    private final DraftService drafts;
    private final DraftAnswerEvaluator evaluator;
    private final DraftFileService files;
    private final SubmissionBatcher submissions;
    private final ProofOfWorkService proofs;
    private final ApplicationLimitPolicy limits;
    private final ApplicationProperties properties;

    CheckAnswersController(
            ApplicationRequestResolver requests,
            ApplicationPageRunner runner,
            PostedFormParser parser,
            ApplicationPageFactory pages,
            DraftService drafts,
            DraftAnswerEvaluator evaluator,
            DraftFileService files,
            SubmissionBatcher submissions,
            ProofOfWorkService proofs,
            ApplicationLimitPolicy limits,
            ApplicationProperties properties) {
        this.requests = requests;
        this.runner = runner;
        this.parser = parser;
        this.pages = pages;
        this.drafts = drafts;
        this.evaluator = evaluator;
        this.files = files;
        this.submissions = submissions;
        this.proofs = proofs;
        this.limits = limits;
        this.properties = properties;
    }

    @AnyCaller
    @GetMapping("/check")
    ModelAndView check(@PathVariable String path, HttpServletRequest http, HttpServletResponse response) {
        return runner.in(path, http, response, request -> runner.withDraft(request, draft -> check(request, draft)));
    }

    private ModelAndView check(ApplicationRequest request, Draft draft) {
        Optional<ApplicationRequestResolver.Closure> closure = requests.closure(request);
        if (closure.isPresent()) {
            return pages.closed(request, closure.get());
        }
        return pages.check(request, answers(request, draft), Map.of(), notices(request));
    }

    /** Read with the version of the form that the draft began with. */
    private DraftAnswers answers(ApplicationRequest request, Draft draft) {
        return evaluator.of(draft, request.form().definition(), request.context());
    }

    private static List<Notice> notices(ApplicationRequest request) {
        boolean changed = request.form().version() != request.newest().version();
        return changed ? List.of(Notice.formChanged()) : List.of();
    }

    @AnyCaller
    @PostMapping("/check")
    ModelAndView send(@PathVariable String path, HttpServletRequest http, HttpServletResponse response)
            throws IOException {
        try (PostedForm posted = parser.parse(http, files.maxBytes())) {
            return runner.in(
                    path, http, response, request -> runner.withDraft(request, draft -> send(request, draft, posted)));
        }
    }

    private ModelAndView send(ApplicationRequest request, Draft draft, PostedForm posted) {
        Optional<ApplicationRequestResolver.Closure> closure = requests.closure(request);
        if (closure.isPresent()) {
            return pages.closed(request, closure.get());
        }
        DraftAnswers answers = answers(request, draft);
        Function<Notice, ModelAndView> again = notice -> pages.check(request, answers, Map.of(), List.of(notice));
        if (requests.token(request, posted.value(ApplyController.TOKEN), draft.id())
                .isEmpty()) {
            return ApplicationPageRunner.refused(again.apply(Notice.token()), HttpStatus.FORBIDDEN);
        }
        if (!posted.value(ApplyController.TRAP).isBlank()) {
            return ApplicationPageRunner.refused(again.apply(Notice.trap()), HttpStatus.BAD_REQUEST);
        }
        if (draft.createdAt().plus(properties.minimumTime()).isAfter(request.now())) {
            return ApplicationPageRunner.refused(again.apply(Notice.tooFast()), HttpStatus.BAD_REQUEST);
        }
        if (!answers.incomplete().isEmpty()) {
            return ApplicationPageRunner.refused(
                    pages.check(request, answers, Map.of(), notices(request)), HttpStatus.BAD_REQUEST);
        }
        if (proofs.isRequired(request.newest())
                && !draft.verified()
                && !proofs.verify(posted.value("altcha"), draft.id())) {
            return ApplicationPageRunner.refused(
                    again.apply(drafts.canMail() ? Notice.proofByMail() : Notice.proof()), HttpStatus.BAD_REQUEST);
        }
        try {
            limits.submit(ClientAddress.of(request.http()));
            submissions.submit(draft, submission(request, answers, posted));
            return ApplicationPageRunner.redirect(request.path("/result"));
        } catch (ApplicationLimitPolicy.TooManyApplications e) {
            return ApplicationPageRunner.tooMany(request, again.apply(Notice.tooMany(e.seconds())), e);
        } catch (DraftService.DraftClosed e) {
            return ApplicationPageRunner.redirect(request.path("/result"));
        } catch (TermsChanged e) {
            return ApplicationPageRunner.refused(again.apply(Notice.termsChanged()), HttpStatus.CONFLICT);
        } catch (CapacityExhausted e) {
            return ApplicationPageRunner.refused(pages.full(request, draft), HttpStatus.CONFLICT);
        } catch (ProgramNotAccepting e) {
            return requests.closure(request)
                    .map(found -> pages.closed(request, found))
                    .orElseGet(() -> pages.closed(
                            request, new ApplicationRequestResolver.Closure("closed.inactive", Optional.empty())));
        } catch (ApplicationIncomplete e) {
            return ApplicationPageRunner.refused(faulty(request, answers, e.faults()), HttpStatus.CONFLICT);
        } catch (InvalidInput e) {
            return ApplicationPageRunner.refused(faulty(request, answers, e.faults()), HttpStatus.BAD_REQUEST);
        }
    }

    /** Faults that the program finds and the form does not ask about, such as the age of a purchase. */
    private ModelAndView faulty(ApplicationRequest request, DraftAnswers answers, List<Fault> faults) {
        return pages.check(request, answers, pages.programFaults(request, faults), notices(request));
    }

    private SubmissionService.Submission submission(
            ApplicationRequest request, DraftAnswers answers, PostedForm posted) {
        String terms = posted.value("terms");
        return new SubmissionService.Submission(
                request.form(),
                answers,
                terms.matches("[0-9]{1,9}")
                        ? Integer.parseInt(terms)
                        : request.instance().termsVersion(),
                request.locale(),
                (input, value) -> pages.change(request, input, value));
    }

    // --- result

    @AnyCaller
    @GetMapping("/result")
    ModelAndView result(@PathVariable String path, HttpServletRequest http, HttpServletResponse response) {
        return runner.in(path, http, response, request -> {
            Optional<Outcome> outcome = request.draft().map(Draft::outcome);
            return outcome.map(found -> pages.result(request, found))
                    .orElseGet(() -> ApplicationPageRunner.redirect(request.path("")));
        });
    }

    /** A puzzle for the script of the check page. */
    @AnyCaller
    @GetMapping("/challenge")
    ResponseEntity<ProofOfWorkService.Challenge> challenge(
            @PathVariable String path, HttpServletRequest http, HttpServletResponse response) {
        return requests.in(
                path,
                http,
                response,
                request -> request.draft()
                        .map(draft -> ResponseEntity.ok(proofs.issue(draft.id())))
                        .orElseGet(() -> ResponseEntity.notFound().build()),
                () -> ResponseEntity.notFound().build());
    }
}
