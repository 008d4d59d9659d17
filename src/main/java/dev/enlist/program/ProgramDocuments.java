package dev.enlist.program;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.shared.problem.InvalidInput;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reads what callers write about programs and instances into what the services take. One reader for every face, so
 * that all of them hold it to the same rules and answer the same faults; it lives with the shapes of REST. Each method
 * throws {@link InvalidInput} that names every fault, with pointers into the document it was given.
 */
public interface ProgramDocuments {

    NewProgram program(JsonNode document);

    /** @param patch merge patch of what {@link #program} takes, without {@code organizationId} */
    UnaryOperator<ProgramDetails> programChange(JsonNode patch);

    NewInstance instance(JsonNode document);

    /** @param patch merge patch of what {@link #instance} takes; its {@code config} is left to the service */
    UnaryOperator<InstanceDetails> instanceChange(ProgramInstance before, JsonNode patch);

    /** @param originalId of the instance whose time zone the dates are read in; null for a copy without differences */
    InstanceCopy copy(String originalId, @Nullable JsonNode document);
}
