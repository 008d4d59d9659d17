package dev.enlist.template;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The form in which people apply.
 *
 * @param title       above the form
 * @param intro       what to know before filling it in
 * @param fields      what is asked, in this order
 * @param submitLabel on the button
 * @param thanks      said once the application is in
 */
@Schema(name = "FormConfig")
@ValidCombination
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FormConfig(
        @Schema(example = "Apply for the battery rebate") @Nullable @Size(max = 200)
        String title,

        @Nullable @Size(max = 5000) String intro,
        @NotEmpty @Size(max = 100) List<@NotNull @Valid Field> fields,

        @Schema(example = "Apply") @Nullable @Size(max = 100)
        String submitLabel,

        @Nullable @Size(max = 5000) String thanks)
        implements CombinationChecked {

    /**
     * One question.
     *
     * @param name     where the answer goes: a member of the enrollment, with dots, such as {@code address.state} or
     *                 {@code metadata.monthlyKwh}; for a {@code file} the type of the document, such as
     *                 {@code documents.utilityBill}
     * @param label    the question, for people
     * @param type     how it is answered
     * @param required whether it must be answered; no where absent
     * @param help     more about the question
     * @param options  what may be chosen, of {@code select} and {@code multiselect}
     * @param maxFiles how many documents an enrollment may have of a {@code file}; 1 where absent
     */
    @Schema(name = "FormField")
    @ValidCombination
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Field(
            @Schema(example = "metadata.monthlyKwh")
            @NotNull
            @Pattern(
                    regexp = "firstName|lastName|email|phone|serialNumber|referenceId|referenceDescription"
                            + "|manufacturerSlugs|tags|address\\.(streetOne|streetTwo|city|state|postalCode|country)"
                            + "|metadata\\.[A-Za-z][A-Za-z0-9_]{0,99}|documents\\.[A-Za-z][A-Za-z0-9_]{0,99}",
                    message = "must be a member of an enrollment, such as address.state or metadata.monthlyKwh, or of a"
                            + " file the type of document, such as documents.utilityBill")
            String name,

            @Schema(example = "How many kilowatt-hours do you use in a month?") @NotBlank @Size(max = 500)
            String label,

            @Schema(
                    example = "number",
                    allowableValues = {
                        "text",
                        "textarea",
                        "email",
                        "phone",
                        "number",
                        "integer",
                        "date",
                        "boolean",
                        "select",
                        "multiselect",
                        "file"
                    })
            @NotNull
            @Pattern(
                    regexp = "text|textarea|email|phone|number|integer|date|boolean|select|multiselect|file",
                    message = "must be text, textarea, email, phone, number, integer, date, boolean, select,"
                            + " multiselect or file")
            String type,

            @Nullable Boolean required,
            @Nullable @Size(max = 2000) String help,
            @Nullable @Size(max = 200) List<@NotNull @Valid Option> options,

            @Schema(example = "2") @Nullable @Min(1) @Max(50)
            Integer maxFiles)
            implements CombinationChecked {

        @Override
        public Map<String, String> contradictions() {
            boolean selects = "select".equals(type) || "multiselect".equals(type);
            boolean offers = options != null && !options.isEmpty();
            boolean isFile = "file".equals(type);
            Map<String, String> contradictions = new LinkedHashMap<>();
            if (selects != offers) {
                contradictions.put(
                        "options", selects ? "must say what may be selected" : "is for select and multiselect only");
            }
            if (name != null && isFile != name.startsWith("documents.")) {
                contradictions.put(
                        "name",
                        isFile ? "must be a type of document, such as documents.utilityBill" : "is for file only");
            }
            if (maxFiles != null && !isFile) {
                contradictions.put("maxFiles", "is for file only");
            }
            return contradictions;
        }
    }

    /** What may be chosen: the value that is stored, and the words for it. */
    @Schema(name = "FormOption")
    public record Option(
            @Schema(example = "residential") @NotBlank @Size(max = 200)
            String value,

            @Schema(example = "Residential") @NotBlank @Size(max = 200)
            String label) {}

    @Override
    public Map<String, String> contradictions() {
        List<String> names = fields == null
                ? List.of()
                : fields.stream().filter(Objects::nonNull).map(Field::name).toList();
        return names.stream().distinct().count() == names.size()
                ? Map.of()
                : Map.of("fields", "must ask for each member once");
    }
}
