package dev.enlist.access.matrix;

import dev.enlist.shared.access.AnyCaller;
import dev.enlist.shared.access.Requires;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** An operation as mapped by the running application. */
record Operation(
        String method,
        String template,
        String contentType,
        @Nullable Requires requires,
        boolean anyCaller) {

    /** Every operation of Enlist, ordered by path. */
    static List<Operation> all(RequestMappingHandlerMapping mapping) {
        List<Operation> operations = new ArrayList<>();
        mapping.getHandlerMethods().forEach((info, handler) -> {
            if (isOurs(handler)) {
                info.getPatternValues()
                        .forEach(template -> methods(info)
                                .forEach(method -> operations.add(new Operation(
                                        method,
                                        template,
                                        contentType(info),
                                        handler.getMethodAnnotation(Requires.class),
                                        handler.hasMethodAnnotation(AnyCaller.class)))));
            }
        });
        operations.sort(Comparator.comparing(Operation::template)
                .thenComparing(Operation::method)
                .thenComparing(Operation::contentType));
        return operations.stream().distinct().toList();
    }

    private static boolean isOurs(HandlerMethod handler) {
        return handler.getBeanType().getName().startsWith("dev.enlist.")
                && !handler.getBeanType().getName().contains("ContainerErrors");
    }

    private static List<String> methods(RequestMappingInfo info) {
        return info.getMethodsCondition().getMethods().stream()
                .map(RequestMethod::name)
                .toList();
    }

    private static String contentType(RequestMappingInfo info) {
        return info.getConsumesCondition().getConsumableMediaTypes().stream()
                .findFirst()
                .map(MediaType::toString)
                .orElse(MediaType.APPLICATION_JSON_VALUE);
    }

    Optional<String> scope() {
        return Optional.ofNullable(requires).map(needed -> needed.value().wire());
    }

    /** Pages are for people: without a session they redirect to the sign-in page. */
    boolean isPage() {
        return template.startsWith("/console");
    }

    /** Without a session, a changing request to a page is refused as forged. */
    boolean isChangeOfPage() {
        return isPage() && !method.equals("GET");
    }

    /** What the subjects of the matrix do not have: an offer of the waitlist, a published form. */
    boolean mayBeAbsent() {
        // the enrollment of the matrix is in no workflow
        return template.endsWith("/workflowSteps/{stepId}/complete")
                || template.equals("/reportSchedules/{id}")
                || method.equals("GET")
                        && (template.equals("/enrollments/{id}/waitlistOffer")
                                || template.equals("/programInstances/{id}/formVersions/{number}"));
    }

    /** A report is a page and belongs to no workspace. */
    boolean namesSomething() {
        return template.replace("{report}", "").contains("{");
    }

    @Override
    public String toString() {
        return method + " " + template;
    }
}
