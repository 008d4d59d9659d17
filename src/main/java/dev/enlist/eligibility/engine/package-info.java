/**
 * The decision engine behind the rules: parsing, evaluation, and the limits of both. Only this package and
 * {@code eligibility.feel} use classes of {@code org.camunda.bpm.dmn} that are not public interface of the engine.
 */
@NullMarked
@NamedInterface("engine")
package dev.enlist.eligibility.engine;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
