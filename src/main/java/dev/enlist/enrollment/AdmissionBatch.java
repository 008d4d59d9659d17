package dev.enlist.enrollment;

import dev.enlist.program.ProgramInstance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The commands that the stages of {@link AdmissionService} process together, in their order. */
final class AdmissionBatch {

    /** One command, the data that the stages have added to it, and its result after a stage has set it. */
    static final class Item {

        private final AdmitCommand command;
        private @Nullable Applicant applicant;
        private @Nullable String duplicateOf;
        private @Nullable Enrollment enrollment;
        private @Nullable AdmissionResult result;

        private Item(AdmitCommand command) {
            this.command = command;
        }

        AdmitCommand command() {
            return command;
        }

        /** Set unless the command was refused. */
        Applicant applicant() {
            return Objects.requireNonNull(applicant);
        }

        void resolved(Applicant found) {
            this.applicant = found;
        }

        /** Id of the open enrollment that is to be updated; empty text for one that a dry run would have created. */
        String duplicateOf() {
            return Objects.requireNonNull(duplicateOf);
        }

        void updates(String enrollmentId) {
            this.duplicateOf = enrollmentId;
        }

        Enrollment enrollment() {
            return Objects.requireNonNull(enrollment);
        }

        void creates(Enrollment created) {
            this.enrollment = created;
        }

        void finish(AdmissionResult known) {
            this.result = known;
        }

        private boolean isOpen() {
            return result == null;
        }
    }

    private final ProgramInstance instance;
    private final AdmissionOptions options;
    private final Instant now;
    private final List<Item> items;

    AdmissionBatch(ProgramInstance instance, List<AdmitCommand> commands, AdmissionOptions options, Instant now) {
        this.instance = instance;
        this.options = options;
        this.now = now;
        this.items = new ArrayList<>(commands.stream().map(Item::new).toList());
    }

    ProgramInstance instance() {
        return instance;
    }

    AdmissionOptions options() {
        return options;
    }

    Instant now() {
        return now;
    }

    /** Every command that is part of the batch. */
    List<Item> items() {
        return items;
    }

    /** The items without a result. */
    List<Item> open() {
        return items.stream().filter(Item::isOpen).toList();
    }

    /** The items of {@link #open} that create an enrollment. */
    List<Item> creating() {
        return open(false).toList();
    }

    /** The items of {@link #open} that update an enrollment. */
    List<Item> updating() {
        return open(true).toList();
    }

    private Stream<Item> open(boolean updating) {
        return items.stream().filter(Item::isOpen).filter(item -> (item.duplicateOf != null) == updating);
    }

    /** Ends the batch before this item. */
    void endBefore(Item item) {
        items.subList(items.indexOf(item), items.size()).clear();
    }

    /** One result for each item. Call it after all stages. */
    List<AdmissionResult> results() {
        return items.stream().map(item -> Objects.requireNonNull(item.result)).toList();
    }

    /** @throws dev.enlist.shared.problem.Problem that refuses the first command refused */
    void failOnRefusal() {
        for (Item item : items) {
            if (item.result instanceof AdmissionResult.Refused refused) {
                throw refused.problem();
            }
        }
    }
}
