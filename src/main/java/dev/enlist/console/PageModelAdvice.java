package dev.enlist.console;

import dev.enlist.access.Caller;
import dev.enlist.branding.BrandingService;
import dev.enlist.shared.TimeZones;
import dev.enlist.shared.access.Scope;
import dev.enlist.tenancy.People;
import dev.enlist.tenancy.Role;
import dev.enlist.tenancy.TenancyService;
import dev.enlist.tenancy.Workspace;
import dev.enlist.tenancy.WorkspaceRef;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** Adds the signed-in person and the brand to the model of every page. */
@ControllerAdvice(basePackageClasses = PageModelAdvice.class)
class PageModelAdvice {

    private final People people;
    private final TenancyService tenancy;
    private final Navigation navigation;
    private final BrandingService brandings;

    PageModelAdvice(People people, TenancyService tenancy, Navigation navigation, BrandingService brandings) {
        this.brandings = brandings;
        this.people = people;
        this.tenancy = tenancy;
        this.navigation = navigation;
    }

    /**
     * The signed-in person, their current workspace, and the workspaces they may switch to.
     *
     * @param language BCP 47 tag for dates and numbers; null for that of the browser
     * @param timeZone IANA name; null for that of the browser
     */
    record Me(
            String name,
            String email,
            Set<String> roles,
            String workspaceId,
            List<Choice> workspaces,
            @Nullable String language,
            @Nullable String timeZone) {

        /**
         * An instant in the language and time zone of the person, for pages without scripts. Without preferences in English
         * and UTC: the server does not know the time zone of the browser.
         */
        public String exact(Instant instant) {
            ZoneId zone =
                    Optional.ofNullable(timeZone).flatMap(TimeZones::named).orElse(ZoneOffset.UTC);
            Locale locale = language == null ? Locale.UK : Locale.forLanguageTag(language);
            return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                            .withLocale(locale)
                            .format(instant.atZone(zone))
                    + " "
                    + DateTimeFormatter.ofPattern("z", locale).format(instant.atZone(zone));
        }

        /** The name of the current workspace. */
        public String workspaceName() {
            return workspaces.stream()
                    .filter(choice -> choice.id().equals(workspaceId))
                    .map(Choice::name)
                    .findFirst()
                    .orElse("");
        }
    }

    record Choice(String id, String name) {}

    @ModelAttribute("me")
    Me me(Caller caller) {
        return people.member(caller.workspace(), caller.actor().id())
                .map(self -> {
                    People.Preferences preferences = people.preferences(self.accountId());
                    return new Me(
                            self.displayName(),
                            self.email(),
                            self.roles().stream().map(Role::wire).collect(Collectors.toSet()),
                            caller.workspace().workspaceId(),
                            choices(self.accountId()),
                            preferences.language(),
                            preferences.timeZone());
                })
                .orElseThrow(() -> new IllegalStateException("A page was requested without a signed-in person."));
    }

    /** The wire names of the person's scopes. Pages leave out actions that the API would refuse. */
    @ModelAttribute("scopes")
    Set<String> scopes(Caller caller) {
        return caller.scopes().stream().map(Scope::wire).collect(Collectors.toSet());
    }

    /**
     * The name and the colours of the console.
     *
     * @param stylesheet path of the style sheet with the colours; null for those of Enlist
     */
    record ConsoleBrand(String name, @Nullable String stylesheet) {}

    /** What the organization states; else that of Enlist. */
    @ModelAttribute("brand")
    ConsoleBrand brand(Caller caller) {
        BrandingService.View branding =
                brandings.organization(caller.workspace().organizationId());
        String name = branding.settings().name();
        return new ConsoleBrand(
                name == null ? "Enlist" : name, branding.effective().stylesheet());
    }

    /** The links of the navigation that the person may use. */
    @ModelAttribute("navigation")
    List<Navigation.Section> navigation(HttpServletRequest request) {
        return navigation.sections(request.getRequestURI());
    }

    private List<Choice> choices(String accountId) {
        List<WorkspaceRef> own = people.memberships(accountId).stream()
                .map(member -> member.workspace())
                .toList();
        return own.stream()
                .map(WorkspaceRef::organizationId)
                .distinct()
                .flatMap(organizationId -> tenancy.workspaces(organizationId).stream())
                .filter(workspace -> own.contains(workspace.ref()))
                .map(PageModelAdvice::choice)
                .toList();
    }

    private static Choice choice(Workspace workspace) {
        return new Choice(workspace.ref().workspaceId(), workspace.name());
    }
}
