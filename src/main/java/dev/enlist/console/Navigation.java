package dev.enlist.console;

import dev.enlist.shared.access.AccessGate;
import dev.enlist.shared.access.AnyCaller;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.problem.Problem;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * The links of the console's navigation. Shows a page if its controller method exists and would admit the caller, so
 * that navigation and access cannot differ.
 */
@Component
class Navigation {

    private final AccessGate gate;
    /** The controller methods of the console's pages, by pattern; read once all controllers are known. */
    private final Supplier<Map<String, HandlerMethod>> methods;

    Navigation(
            AccessGate gate,
            @Qualifier("requestMappingHandlerMapping") ObjectProvider<RequestMappingHandlerMapping> mappings) {
        this.gate = gate;
        this.methods = SingletonSupplier.of(() -> methodsOf(mappings.getObject()));
    }

    /** A group of links under one heading. */
    record Section(String title, List<Link> links) {}

    /**
     * @param key      opens the page after {@code g}; null for none
     * @param external whether the page has a frame of its own
     * @param here     whether the open page is this one, or below it
     */
    record Link(
            String path,
            String title,
            String icon,
            @Nullable String key,
            boolean external,
            boolean here) {}

    /**
     * The sections that the current caller may use; a section without links is left out.
     *
     * @param path of the open page
     */
    List<Section> sections(String path) {
        Optional<ConsolePage> here = pageOf(path);
        return Stream.of(ConsolePage.Group.values())
                .map(group -> new Section(
                        group.title(),
                        Arrays.stream(ConsolePage.values())
                                .filter(page -> page.group() == group && isOpen(page))
                                .map(page ->
                                        link(page, here.filter(page::equals).isPresent()))
                                .toList()))
                .filter(section -> !section.links().isEmpty())
                .toList();
    }

    /** Whether the current caller may open a page. */
    boolean isOpen(ConsolePage page) {
        if (page.external()) {
            return page.scope() == null || gate.has(page.scope());
        }
        return admits(page.path(), "");
    }

    /**
     * Whether the current caller may open the page with this pattern; false if there is none.
     *
     * @param id of what the page shows; empty if it shows no single thing
     */
    boolean admits(String pattern, String id) {
        HandlerMethod method = methods.get().get(pattern);
        if (method == null) {
            return false;
        }
        Requires requires = method.getMethodAnnotation(Requires.class);
        if (requires == null) {
            return method.hasMethodAnnotation(AnyCaller.class);
        }
        try {
            gate.admit(requires, id);
            return true;
        } catch (Problem refused) {
            return false;
        }
    }

    private static Optional<ConsolePage> pageOf(String path) {
        if (path.startsWith("/console/instances/")) {
            return Optional.of(ConsolePage.PROGRAMS);
        }
        return Arrays.stream(ConsolePage.values())
                .filter(page -> path.equals(page.path()) || path.startsWith(page.path() + "/"))
                // the home page is a prefix of every other path
                .filter(page -> page != ConsolePage.HOME || path.equals(page.path()))
                .max(Comparator.comparingInt(page -> page.path().length()));
    }

    private static Link link(ConsolePage page, boolean here) {
        return new Link(page.path(), page.title(), page.icon(), page.key(), page.external(), here);
    }

    private static Map<String, HandlerMethod> methodsOf(RequestMappingHandlerMapping mappings) {
        return mappings.getHandlerMethods().entrySet().stream()
                .flatMap(entry -> entry.getKey().getPatternValues().stream()
                        .filter(path -> path.startsWith(ConsolePage.HOME.path()))
                        .map(path -> Map.entry(path, entry.getValue())))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one));
    }
}
