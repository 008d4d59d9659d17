package dev.enlist.enrollment;

/**
 * A check of the admission pipeline. It finishes the items that it refuses, or throws where no command of the batch can be
 * admitted. Checks run in their {@link org.springframework.core.annotation.Order}; each looks at the items that the
 * checks before it left open.
 */
interface AdmissionValidator {

    void validate(AdmissionBatch batch);
}
