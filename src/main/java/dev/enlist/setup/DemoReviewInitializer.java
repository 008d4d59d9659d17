package dev.enlist.setup;

import dev.enlist.document.DocumentService;
import dev.enlist.document.NewDocument;
import dev.enlist.enrollment.InformationRequest;
import dev.enlist.enrollment.InformationRequestService;
import dev.enlist.enrollment.ReviewClaimService;
import dev.enlist.note.NoteService;
import dev.enlist.shared.Actor;
import dev.enlist.shared.ScopedClock;
import dev.enlist.shared.TemporaryFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** What lies on the desks of the reviewers of the demo data: claims, questions, documents and notes. */
@Component
class DemoReviewInitializer {

    private static final Actor APPLICANT = Actor.process("application-form", "Application form");
    private static final List<String> NOTES = List.of(
            "Called twice, no answer yet.",
            "The installer confirmed the date by phone.",
            "Address matches the utility's records.",
            "Asked a colleague about the second meter.");
    private static final List<String> QUESTIONS = List.of(
            "Please send the receipt of the installation.",
            "Which month does the usage that you stated belong to?",
            "Is the device at the address that you gave?");

    /** Each of so many enrollments is at another point. */
    private static final int TURNS = 8;

    private final ReviewClaimService claims;
    private final InformationRequestService questions;
    private final DocumentService documents;
    private final NoteService notes;
    private final Clock clock;

    DemoReviewInitializer(
            ReviewClaimService claims,
            InformationRequestService questions,
            DocumentService documents,
            NoteService notes,
            Clock clock) {
        this.claims = claims;
        this.questions = questions;
        this.documents = documents;
        this.notes = notes;
        this.clock = clock;
    }

    /** @param waiting ids of submitted enrollments, the oldest first */
    void fill(List<String> waiting, List<Actor> reviewers) {
        Instant now = clock.instant();
        for (int n = 0; n < waiting.size(); n++) {
            String id = waiting.get(n);
            int turn = n / TURNS;
            Actor reviewer = reviewers.get(n % 2 == 0 ? 0 : 3);
            Instant moment = now.minus(Duration.ofMinutes(30L + 7L * (waiting.size() - n)));
            switch (n % TURNS) {
                case 0 ->
                    ScopedClock.run(moment, () -> {
                        receipt(id);
                        notes.add(id, NOTES.get(turn % NOTES.size()), reviewer);
                    });
                case 1 -> ScopedClock.run(moment, () -> claims.claim(id, null, reviewer));
                case 2 -> ScopedClock.run(moment, () -> ask(id, turn % QUESTIONS.size(), reviewer));
                case 4 -> ScopedClock.run(moment, () -> receipt(id));
                case 6 -> {
                    InformationRequest request = ScopedClock.at(
                            moment.minus(Duration.ofHours(20)), () -> ask(id, turn % QUESTIONS.size(), reviewer));
                    ScopedClock.run(
                            moment,
                            () -> questions.answer(
                                    request.getId(),
                                    null,
                                    new InformationRequestService.Answer(
                                            Map.of(), "It is attached; sorry for the delay."),
                                    APPLICANT));
                }
                default -> {
                    // waits unclaimed
                }
            }
        }
    }

    private InformationRequest ask(String id, int question, Actor reviewer) {
        return questions.ask(
                id,
                null,
                new InformationRequest.Question(QUESTIONS.get(question), List.of("/phone"), List.of(), null),
                reviewer);
    }

    private void receipt(String id) {
        byte[] text = "Receipt\nHome battery, installed and tested.\nPaid in full.\n".getBytes(StandardCharsets.UTF_8);
        try (TemporaryFile file = TemporaryFile.create()) {
            file.append(text, 0, text.length);
            documents.add(
                    id,
                    new NewDocument("other", "Receipt of the installation", "receipt.txt", "text/plain"),
                    file,
                    APPLICANT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
