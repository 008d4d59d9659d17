package dev.enlist.program;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.shared.problem.InvalidInput;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Converts documents about programs and instances into the commands of the services. All APIs use this one reader, so
 * that they apply the same rules and report the same faults. It is implemented beside the REST resources. Each method
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
