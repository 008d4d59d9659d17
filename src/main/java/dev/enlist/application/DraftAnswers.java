package dev.enlist.application;

import dev.enlist.document.DraftFile;
import dev.enlist.form.AnswerFault;
import dev.enlist.form.FormDefinition;
import dev.enlist.form.FormField;
import dev.enlist.form.ValidatedAnswers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The answers of a draft, read with one version of the form.
 *
 * @param pages   answers of each page, in the order of the form
 * @param values  normalized answers of all pages, by name of the field
 * @param visible names of the fields that are asked with these answers
 * @param files   all files of the draft, also incomplete ones
 */
public record DraftAnswers(
        FormDefinition form,
        List<ValidatedAnswers> pages,
        Map<String, Object> values,
        Set<String> visible,
        List<DraftFile> files) {

    /** Numbers of the pages that ask for something, from 1; a page without visible fields is left out. */
    public List<Integer> numbers() {
        List<Integer> numbers = new ArrayList<>();
        for (int page = 0; page < form.pages().size(); page++) {
            if (form.pages().get(page).fields().stream().anyMatch(field -> visible.contains(field.name()))) {
                numbers.add(page + 1);
            }
        }
        return numbers;
    }

    /** What to correct on a page. */
    public List<AnswerFault> faults(int number) {
        return pages.get(number - 1).faults();
    }

    /** Numbers of the pages with faults. */
    public List<Integer> incomplete() {
        return numbers().stream().filter(number -> !faults(number).isEmpty()).toList();
    }

    /** The complete files of a field. */
    public List<DraftFile> filesOf(FormField field) {
        return files.stream()
                .filter(file -> file.type().equals(field.documentType()) && file.isComplete())
                .toList();
    }

    /** Ids of the files that visible fields ask for. */
    public List<String> wantedFiles() {
        return form.files().stream()
                .filter(field -> visible.contains(field.name()))
                .flatMap(field -> filesOf(field).stream())
                .map(DraftFile::id)
                .toList();
    }
}
