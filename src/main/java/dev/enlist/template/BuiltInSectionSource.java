package dev.enlist.template;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.shared.problem.Fault;
import java.util.List;
import java.util.Set;

/**
 * The sections of a configuration that every instance has, whatever its template, and that the product itself reads;
 * implemented by the module that stores instances. A template gives them defaults and may lock them, but does not
 * describe them.
 */
public interface BuiltInSectionSource {

    /** The names of the sections, at the top of a configuration. */
    Set<String> names();

    /** Those that a template may describe itself; the fields that the product knows keep their meaning there. */
    Set<String> describable();

    /** What is wrong with these sections; pointers begin at the configuration. */
    List<Fault> faults(ObjectNode sections);

    /** Whether there is such a field in them. */
    boolean declares(List<String> path);
}
