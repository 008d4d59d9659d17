package dev.enlist.access.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.access.Caller;
import dev.enlist.access.EnlistUser;
import dev.enlist.access.SignInThrottle;
import dev.enlist.access.UserService;
import dev.enlist.access.session.SessionService;
import dev.enlist.shared.EntityTags;
import dev.enlist.shared.MergePatch;
import dev.enlist.shared.access.AnyCaller;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.json.StrictJson;
import dev.enlist.shared.problem.Forbidden;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.shared.validation.LanguageTag;
import dev.enlist.shared.validation.TimeZoneName;
import dev.enlist.shared.web.ClientAddress;
import dev.enlist.shared.web.TaggedResponse;
import dev.enlist.tenancy.Member;
import dev.enlist.tenancy.People;
import dev.enlist.tenancy.Role;
import dev.enlist.tenancy.TenancyService;
import dev.enlist.tenancy.Workspace;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The current caller: identity, workspace and password. */
@RestController
@RequestMapping("/session")
@Tag(name = "Session")
class SessionController {

    private final People people;
    private final TenancyService tenancy;
    private final UserService users;
    private final SignInThrottle throttle;
    private final StrictJson json;
    private final SessionService own;
    private final HttpSessionSecurityContextRepository sessions = new HttpSessionSecurityContextRepository();

    SessionController(
            People people,
            TenancyService tenancy,
            UserService users,
            SignInThrottle throttle,
            StrictJson json,
            SessionService own) {
        this.own = own;
        this.json = json;
        this.people = people;
        this.tenancy = tenancy;
        this.users = users;
        this.throttle = throttle;
    }

    /**
     * @param kind       serverKey, scopedKey or person
     * @param workspaces the workspaces of a person; the one workspace of a key
     * @param csrfToken  of a session: send it as X-CSRF-TOKEN with every change
     */
    @Schema(name = "Session")
    record SessionResource(
            String kind,
            String id,
            String name,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String email,

            String workspaceId,
            String organizationId,
            List<String> roles,
            List<String> scopes,
            List<Choice> workspaces,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String csrfToken) {}

    /** A workspace that the caller can select. */
    record Choice(String id, String organizationId, String slug, String name, List<String> roles) {}

    @AnyCaller
    @GetMapping
    @Operation(summary = "Read the caller and the scopes it has")
    SessionResource read(@Parameter(hidden = true) Caller caller, HttpServletRequest request) {
        boolean person = caller.kind() == Caller.Kind.PERSON;
        Member self =
                person ? people.member(caller.workspace(), caller.actor().id()).orElse(null) : null;
        CsrfToken token = person ? (CsrfToken) request.getAttribute(CsrfToken.class.getName()) : null;
        return new SessionResource(
                switch (caller.kind()) {
                    case SERVER_KEY -> "serverKey";
                    case SCOPED_KEY -> "scopedKey";
                    case PERSON -> "person";
                },
                caller.actor().id(),
                caller.actor().name(),
                self == null ? null : self.email(),
                caller.workspace().workspaceId(),
                caller.workspace().organizationId(),
                self == null ? List.of() : wire(self),
                caller.scopes().stream().sorted().map(Scope::wire).toList(),
                self == null ? choices(caller) : choices(self),
                token == null ? null : token.getToken());
    }

    @AnyCaller
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @PostMapping("/workspace")
    @Operation(summary = "Work in another workspace", description = "For people: one that they are a member of.")
    ResponseEntity<Void> enter(
            @RequestBody UserRequest.Workspace choice,
            @Parameter(hidden = true) Caller caller,
            HttpServletRequest request,
            HttpServletResponse response) {
        Member wanted = people.memberships(self(caller).accountId()).stream()
                .filter(member -> member.workspace().workspaceId().equals(choice.workspaceId()))
                .findFirst()
                .orElseThrow(() -> new NotFound("workspace"));
        request.changeSessionId();
        sessions.saveContext(SessionUserResolver.contextOf(EnlistUser.signedIn(wanted)), request, response);
        return ResponseEntity.noContent().build();
    }

    @AnyCaller
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @PostMapping("/password")
    @Operation(summary = "Change one's own password", description = "Every session of the person ends, this one too.")
    ResponseEntity<Void> password(
            @RequestBody UserRequest.Password change,
            @Parameter(hidden = true) Caller caller,
            HttpServletRequest request) {
        Member self = self(caller);
        String address = ClientAddress.of(request);
        // throttled, so that a stolen session cannot be used to guess the password
        throttle.attempt(self.email(), address);
        users.changePassword(self, change.currentPassword(), change.newPassword());
        throttle.succeeded(self.email(), address);
        return ResponseEntity.noContent().build();
    }

    @AnyCaller
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @PostMapping("/signOutOthers")
    @Operation(
            summary = "End all other sessions of the person",
            description = "On every device and in every workspace, with their next request. This session goes on.")
    ResponseEntity<Void> signOutOthers(
            @Parameter(hidden = true) Caller caller, HttpServletRequest request, HttpServletResponse response) {
        own.endOthers(self(caller), request.getSession().getId());
        request.changeSessionId();
        sessions.saveContext(SessionUserResolver.contextOf(EnlistUser.signedIn(self(caller))), request, response);
        return ResponseEntity.noContent().build();
    }

    /** How the person reads dates and numbers. */
    @Schema(name = "Preferences")
    record Preferences(
            @Schema(
                    example = "en-GB",
                    description =
                            "Language and country (BCP 47) that dates and numbers are written in; null for those of"
                                    + " the browser")
            @Nullable
            @LanguageTag
            String language,

            @Schema(example = "America/New_York", description = "IANA name; null for that of the browser")
            @Nullable
            @TimeZoneName
            String timeZone) {

        static Preferences of(People.Preferences preferences) {
            return new Preferences(preferences.language(), preferences.timeZone());
        }
    }

    @AnyCaller
    @GetMapping("/preferences")
    @Operation(
            summary = "Read one's own language and time zone",
            description = "For people; the same in all workspaces.")
    ResponseEntity<Preferences> preferences(@Parameter(hidden = true) Caller caller) {
        Preferences present = Preferences.of(users.preferences(self(caller)));
        return TaggedResponse.ok(present, present);
    }

    @AnyCaller
    @PatchMapping("/preferences")
    @Operation(
            summary = "Change one's own language and time zone",
            description = "JSON merge patch (RFC 7396): null returns to the setting of the browser.")
    ResponseEntity<Preferences> changePreferences(
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(schema = @Schema(implementation = Preferences.class)))
                    @RequestBody
                    JsonNode patch,
            @Parameter(hidden = true) Caller caller) {
        Preferences changed = Preferences.of(users.changePreferences(self(caller), before -> {
            Preferences present = Preferences.of(before);
            EntityTags.check(ifMatch, present);
            Preferences wanted = json.read(MergePatch.apply(json.write(present), patch), Preferences.class);
            return new People.Preferences(wanted.language(), wanted.timeZone());
        }));
        return TaggedResponse.ok(changed, changed);
    }

    private Member self(Caller caller) {
        if (caller.kind() != Caller.Kind.PERSON) {
            throw new Forbidden("not-a-person", "A key has no session; this is for people.");
        }
        return users.member(caller.actor().id(), caller.workspace());
    }

    private List<Choice> choices(Member self) {
        List<Member> memberships = people.memberships(self.accountId());
        return memberships.stream()
                .map(member -> member.workspace().organizationId())
                .distinct()
                .flatMap(organizationId -> tenancy.workspaces(organizationId).stream())
                .flatMap(workspace -> memberships.stream()
                        .filter(member -> member.workspace().equals(workspace.ref()))
                        .map(member -> choice(workspace, wire(member))))
                .toList();
    }

    private List<Choice> choices(Caller caller) {
        return tenancy.workspaces(caller.workspace().organizationId()).stream()
                .filter(workspace -> workspace.ref().equals(caller.workspace()))
                .map(workspace -> choice(workspace, List.of()))
                .toList();
    }

    private static Choice choice(Workspace workspace, List<String> roles) {
        return new Choice(
                workspace.ref().workspaceId(),
                workspace.ref().organizationId(),
                workspace.slug(),
                workspace.name(),
                roles);
    }

    private static List<String> wire(Member member) {
        return member.roles().stream().map(Role::wire).sorted().toList();
    }
}
