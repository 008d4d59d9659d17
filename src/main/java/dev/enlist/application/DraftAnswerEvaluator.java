package dev.enlist.application;

import dev.enlist.document.DraftFile;
import dev.enlist.document.DraftFileService;
import dev.enlist.form.AnswerContext;
import dev.enlist.form.AnswerValidator;
import dev.enlist.form.FormDefinition;
import dev.enlist.form.FormField;
import dev.enlist.form.ValidatedAnswers;
import dev.enlist.form.VisibilityEvaluator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Reads what was typed into a draft as the answers of a form. */
@Component
public class DraftAnswerEvaluator {

    private final AnswerValidator validator;
    private final VisibilityEvaluator visibility;
    private final DraftFileService files;

    DraftAnswerEvaluator(AnswerValidator validator, VisibilityEvaluator visibility, DraftFileService files) {
        this.validator = validator;
        this.visibility = visibility;
        this.files = files;
    }

    /** The answers of a draft. One statement where the form asks for files, else none. */
    public DraftAnswers of(Draft draft, FormDefinition form, AnswerContext context) {
        return of(draft, draft.inputs(), form, context);
    }

    /** The same with other inputs than the stored ones. */
    public DraftAnswers of(Draft draft, Map<String, List<String>> inputs, FormDefinition form, AnswerContext context) {
        return evaluate(inputs, form.files().isEmpty() ? List.of() : files.list(draft.id()), form, context);
    }

    /**
     * The answers of a form that belong to no draft.
     *
     * @param present files that were added
     */
    public DraftAnswers evaluate(
            Map<String, List<String>> inputs, List<DraftFile> present, FormDefinition form, AnswerContext context) {
        Map<String, List<String>> posted = new LinkedHashMap<>(inputs);
        for (FormField field : form.files()) {
            posted.put(
                    field.name(),
                    present.stream()
                            .filter(file -> file.type().equals(field.documentType()) && file.isComplete())
                            .map(DraftFile::id)
                            .toList());
        }
        List<ValidatedAnswers> pages = new ArrayList<>();
        Map<String, Object> values = new LinkedHashMap<>();
        for (int page = 0; page < form.pages().size(); page++) {
            ValidatedAnswers answers = validator.page(form, page, posted, values, context);
            pages.add(answers);
            values.putAll(answers.values());
        }
        Set<String> visible = visibility.visible(form, values);
        return new DraftAnswers(form, pages, values, visible, present);
    }
}
