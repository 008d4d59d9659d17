package dev.enlist.form;

import dev.enlist.shared.problem.Fault;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A form that {@link FormDefinitionValidator} finds no fault with. Each fault points at its place in the form. */
@Constraint(validatedBy = ValidForm.Validator.class)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT})
@Retention(RetentionPolicy.RUNTIME)
public @interface ValidForm {

    String message() default "must be a form";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Made by Spring, with the validator of forms. */
    class Validator implements ConstraintValidator<ValidForm, Map<String, ?>> {

        private final FormDefinitionValidator forms;

        public Validator(FormDefinitionValidator forms) {
            this.forms = forms;
        }

        @Override
        public boolean isValid(@Nullable Map<String, ?> form, ConstraintValidatorContext context) {
            List<Fault> faults = form == null ? List.of() : forms.faults(form);
            context.disableDefaultConstraintViolation();
            faults.forEach(fault -> report(fault, context));
            return faults.isEmpty();
        }

        /** The pointer as a path of names and indexes: {@code /pages/0/title} as {@code pages[0].title}. */
        private static void report(Fault fault, ConstraintValidatorContext context) {
            List<String> steps = new ArrayList<>(List.of(fault.pointer().split("/")));
            steps.remove("");
            PathBuilder path = new PathBuilder(
                    context.buildConstraintViolationWithTemplate(fault.message().replaceAll("([\\\\{}$])", "\\\\$1")));
            for (String step : steps) {
                if (step.matches("[0-9]{1,4}")) {
                    path.index = Integer.valueOf(step);
                } else {
                    path.add(step.replace("~1", "/").replace("~0", "~"));
                }
            }
            path.finish();
        }
    }

    /** Adds nodes to a path; an index belongs to the node after it. */
    final class PathBuilder {

        private final ConstraintValidatorContext.ConstraintViolationBuilder builder;
        private ConstraintValidatorContext.ConstraintViolationBuilder.@Nullable NodeBuilderCustomizableContext node;
        private ConstraintValidatorContext.ConstraintViolationBuilder.@Nullable NodeBuilderDefinedContext indexed;
        private @Nullable Integer index;

        private PathBuilder(ConstraintValidatorContext.ConstraintViolationBuilder builder) {
            this.builder = builder;
        }

        private void add(String name) {
            ConstraintValidatorContext.ConstraintViolationBuilder.NodeBuilderCustomizableContext next = indexed != null
                    ? indexed.addPropertyNode(name)
                    : node != null ? node.addPropertyNode(name) : builder.addPropertyNode(name);
            indexed = index == null ? null : next.inIterable().atIndex(index);
            node = index == null ? next : null;
            index = null;
        }

        private void finish() {
            if (index != null && indexed != null) {
                indexed.addBeanNode().inIterable().atIndex(index).addConstraintViolation();
            } else if (index != null && node != null) {
                node.addBeanNode().inIterable().atIndex(index).addConstraintViolation();
            } else if (indexed != null) {
                indexed.addConstraintViolation();
            } else if (node != null) {
                node.addConstraintViolation();
            } else {
                builder.addConstraintViolation();
            }
        }
    }
}
