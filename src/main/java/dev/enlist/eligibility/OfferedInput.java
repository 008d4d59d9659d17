package dev.enlist.eligibility;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An input that the tables of a rule set can read.
 *
 * @param name    as FEEL reads it, such as {@code state} or {@code metadata.monthlyKwh}
 * @param type    FEEL type
 * @param example a value in the form in which the tables see it; null where none is known
 * @param values  all values of a question with options; empty for any other input
 * @param askedBy title of a program instance whose form asks for it; null for an input that every table has
 */
@Schema(name = "OfferedInput")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OfferedInput(
        @Schema(example = "metadata.monthlyKwh") String name,
        @Schema(example = "number") String type,

        @Schema(example = "How much electricity do you use in a month?")
        String description,

        @Schema(example = "300") @Nullable Object example,
        List<Object> values,
        @Nullable String askedBy) {

    static OfferedInput of(RuleInput input) {
        return new OfferedInput(input.name(), input.type(), input.description(), input.example(), List.of(), null);
    }

    /** The same input with the options of another form added. */
    OfferedInput and(OfferedInput other) {
        List<Object> all = new ArrayList<>(values);
        other.values.stream().filter(value -> !all.contains(value)).forEach(all::add);
        return new OfferedInput(name, type, description, example == null ? other.example : example, all, askedBy);
    }
}
