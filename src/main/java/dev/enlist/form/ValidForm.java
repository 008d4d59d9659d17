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
            ConstraintValidatorContext.ConstraintViolationBuilder builder =
                    context.buildConstraintViolationWithTemplate(fault.message().replaceAll("([\\\\{}$])", "\\\\$1"));
            ConstraintValidatorContext.ConstraintViolationBuilder.NodeBuilderCustomizableContext node = null;
            Integer index = null;
            for (String step : fault.pointer().split("/", -1)) {
                if (step.isEmpty() && node == null) {
                    continue;
                }
                if (node != null && step.matches("[0-9]{1,4}")) {
                    index = Integer.valueOf(step);
                    continue;
                }
                String name = step.replace("~1", "/").replace("~0", "~");
                node = node == null ? builder.addPropertyNode(name) : node.addPropertyNode(name);
                if (index != null) {
                    node.inIterable().atIndex(index);
                    index = null;
                }
            }
            if (node == null) {
                builder.addConstraintViolation();
            } else if (index != null) {
                node.addBeanNode().inIterable().atIndex(index).addConstraintViolation();
            } else {
                node.addConstraintViolation();
            }
        }
    }
}
