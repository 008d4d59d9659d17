package dev.enlist.applicant.web;

import dev.enlist.applicant.ScreeningService;
import dev.enlist.shared.access.AnyCaller;
import dev.enlist.tenancy.Organization;
import dev.enlist.tenancy.TenancyService;
import dev.enlist.tenancy.Workspace;
import dev.enlist.tenancy.WorkspaceRef;
import dev.enlist.tenancy.WorkspaceScope;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;

/**
 * The public list of open programs, with questions that say which of them may fit. {@code /apply} is that of the
 * production workspace of the first organization; {@code /apply/programs/{workspace}} names a workspace by its id, or by its slug where only
 * one workspace of the installation has it. Answers are posted, so that they stand in no address, and are not stored.
 */
@Controller
@Hidden
class ScreeningPageController {

    private static final String PRODUCTION = "production";

    private final ScreeningService screening;
    private final TenancyService tenancy;
    private final ApplicantPageFactory pages;

    ScreeningPageController(ScreeningService screening, TenancyService tenancy, ApplicantPageFactory pages) {
        this.screening = screening;
        this.tenancy = tenancy;
        this.pages = pages;
    }

    @AnyCaller
    @GetMapping("/apply")
    ModelAndView ofDefault(HttpServletRequest request, HttpServletResponse response) {
        return page(first(), Map.of(), request, response);
    }

    @AnyCaller
    @PostMapping("/apply")
    ModelAndView answersOfDefault(HttpServletRequest request, HttpServletResponse response) {
        return page(first(), answers(request), request, response);
    }

    @AnyCaller
    @GetMapping("/apply/programs/{workspace}")
    ModelAndView ofWorkspace(@PathVariable String workspace, HttpServletRequest request, HttpServletResponse response) {
        return page(find(workspace), Map.of(), request, response);
    }

    @AnyCaller
    @PostMapping("/apply/programs/{workspace}")
    ModelAndView answersOfWorkspace(
            @PathVariable String workspace, HttpServletRequest request, HttpServletResponse response) {
        return page(find(workspace), answers(request), request, response);
    }

    private static Map<String, List<String>> answers(HttpServletRequest request) {
        Map<String, List<String>> answers = new LinkedHashMap<>();
        request.getParameterMap().forEach((name, values) -> answers.put(name, Arrays.asList(values)));
        return answers;
    }

    /** The production workspace of the first organization; the first workspace where there is none. */
    private Optional<WorkspaceRef> first() {
        List<Workspace> workspaces = tenancy.organizations().stream()
                .findFirst()
                .map(organization -> tenancy.workspaces(organization.id()))
                .orElse(List.of());
        return workspaces.stream()
                .filter(workspace -> workspace.slug().equals(PRODUCTION))
                .findFirst()
                .or(() -> workspaces.stream().findFirst())
                .map(Workspace::ref);
    }

    private Optional<WorkspaceRef> find(String workspace) {
        return tenancy.workspace(workspace).or(() -> {
            List<WorkspaceRef> withSlug = tenancy.organizations().stream()
                    .map(Organization::id)
                    .flatMap(id -> tenancy.workspaces(id).stream())
                    .filter(candidate -> candidate.slug().equals(workspace))
                    .map(Workspace::ref)
                    .limit(2)
                    .toList();
            return withSlug.size() == 1 ? Optional.of(withSlug.get(0)) : Optional.empty();
        });
    }

    private ModelAndView page(
            Optional<WorkspaceRef> workspace,
            Map<String, List<String>> answers,
            HttpServletRequest request,
            HttpServletResponse response) {
        Locale locale = pages.language(request, response, null);
        ScreeningService.Screening found = workspace
                .map(ref -> WorkspaceScope.in(ref, () -> screening.screen(answers, locale)))
                .orElseGet(() -> new ScreeningService.Screening(List.of(), List.of(), false));
        return pages.page(
                        "applicant/screening",
                        workspace.isPresent() ? HttpStatus.OK : HttpStatus.NOT_FOUND,
                        locale,
                        workspace.orElse(null),
                        null,
                        request,
                        response)
                .addObject("screening", found)
                .addObject("path", request.getRequestURI());
    }
}
