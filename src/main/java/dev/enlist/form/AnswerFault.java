package dev.enlist.form;

import java.util.List;

/**
 * What is wrong with an answer. The words are in the bundle {@code messages/form} under {@code form.fault.} and the code,
 * see {@link AnswerFaultMessages}.
 *
 * @param field     name of the control to correct: the name of the field, or of a part of it such as
 *                  {@code address.postalCode} or {@code metadata.purchaseDate.month}
 * @param code      stable, such as {@code required.text}
 * @param label     of the field
 * @param arguments of the message, from {@code {1}}; {@code {0}} is the label
 */
public record AnswerFault(String field, String code, LocalizedText label, List<Object> arguments) {

    public AnswerFault {
        arguments = List.copyOf(arguments);
    }
}
