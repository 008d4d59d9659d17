package dev.enlist.form;

import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The shape of {@code formConfig} for the API document. {@link FormDefinitionParser} reads it. A form has pages, or
 * fields where it is one page. Each text is one text or an object of texts by language.
 */
@Schema(name = "FormConfig")
public record FormConfig(
        @Schema(
                example = "Apply for the battery rebate",
                types = {"string", "object"})
        @Nullable
        Object title,

        @Schema(types = {"string", "object"}) @Nullable Object intro,
        @Nullable List<Page> pages,

        @Schema(description = "Fields of a form of one page; not beside pages") @Nullable
        List<Field> fields,

        @Schema(
                example = "Apply",
                types = {"string", "object"})
        @Nullable
        Object submitLabel,

        @Schema(types = {"string", "object"}) @Nullable Object thanks) {

    /** Most characters of a form, all texts and names together. */
    public static final int MAX_SIZE = 500_000;

    /** A page of the form. */
    @Schema(name = "FormPage")
    public record Page(
            @Schema(
                    example = "Your home",
                    types = {"string", "object"})
            @Nullable
            Object title,

            @Schema(types = {"string", "object"}) @Nullable Object intro,
            List<Field> fields) {}

    /** A question. */
    @Schema(name = "FormField")
    public record Field(
            @Schema(
                    example = "metadata.monthlyKwh",
                    description =
                            "Where the answer goes: a member of the enrollment, such as address or firstName, metadata,"
                                    + " or of a file the type of document, such as documents.utilityBill; device for maker"
                                    + " and serial number; terms for the consent to the terms of the program")
            String name,

            @Schema(
                    example = "How many kilowatt-hours do you use in a month?",
                    types = {"string", "object"})
            Object label,

            @Schema(
                    example = "number",
                    description =
                            "textarea, select and multiselect of earlier versions are read as longText, choice and"
                                    + " multiChoice",
                    allowableValues = {
                        "text",
                        "longText",
                        "number",
                        "integer",
                        "money",
                        "date",
                        "boolean",
                        "choice",
                        "multiChoice",
                        "email",
                        "phone",
                        "address",
                        "device",
                        "file",
                        "consent",
                        "textarea",
                        "select",
                        "multiselect"
                    })
            String type,

            @Nullable Boolean required,

            @Schema(types = {"string", "object"}) @Nullable Object help,

            @Schema(
                    description = "Smallest number, first day (a date or today), or fewest options of a multiChoice",
                    types = {"number", "string"})
            @Nullable
            Object min,

            @Schema(types = {"number", "string"}) @Nullable Object max,

            @Schema(example = "[A-Z]{2}[0-9]{6}", description = "RE2 expression that the whole text must match")
            @Nullable
            String pattern,

            @Schema(example = "200") @Nullable Integer maxLength,

            @ArraySchema(maxItems = 500) @Nullable List<Option> options,

            @Schema(
                    example = "metadata.owner = true",
                    description = "FEEL over the answers, under the names of their fields; always visible where absent")
            @Nullable
            String visibleWhen,

            @Schema(example = "2", description = "Most files of a file; 1 where absent") @Nullable
            Integer maxFiles) {}

    /** What can be chosen: the value that is stored, and the words for it. */
    @Schema(name = "FormOption")
    public record Option(
            @Schema(example = "residential") String value,

            @Schema(
                    example = "Residential",
                    types = {"string", "object"})
            Object label) {}
}
