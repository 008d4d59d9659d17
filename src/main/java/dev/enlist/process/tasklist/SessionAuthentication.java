package dev.enlist.process.tasklist;

import dev.enlist.access.EnlistUser;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.List;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.rest.security.auth.AuthenticationResult;
import org.camunda.bpm.engine.rest.security.auth.impl.ContainerBasedAuthenticationProvider;
import org.camunda.bpm.webapp.impl.security.auth.AuthenticationUtil;
import org.camunda.bpm.webapp.impl.security.auth.Authentications;
import org.camunda.bpm.webapp.impl.security.auth.UserAuthentication;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Provides the signed-in person, with roles and workspace, to the engine's pages.
 *
 * <p>Engine internals: the pages cache roles and workspace in their session, and no public interface removes an outdated
 * entry.
 */
public class SessionAuthentication extends ContainerBasedAuthenticationProvider {

    @Override
    public AuthenticationResult extractAuthenticatedUser(HttpServletRequest request, ProcessEngine engine) {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication == null
                || !authentication.isAuthenticated()
                || !(authentication.getPrincipal() instanceof EnlistUser user)) {
            return AuthenticationResult.unsuccessful();
        }
        List<String> groups = user.engineGroupIds();
        List<String> tenants = List.of(user.member().workspace().workspaceId());
        forgetOutdated(request.getSession(), engine, groups, tenants);
        AuthenticationResult result = AuthenticationResult.successful(user.engineUserId());
        result.setGroups(groups);
        result.setTenants(tenants);
        return result;
    }

    /**
     * The engine's pages cache roles and workspace for the whole session; ours change within it, so an outdated entry
     * is removed.
     */
    private static void forgetOutdated(
            HttpSession session, ProcessEngine engine, List<String> groups, List<String> tenants) {
        Authentications kept = AuthenticationUtil.getAuthsFromSession(session);
        if (kept.getAuthenticationForProcessEngine(engine.getName()) instanceof UserAuthentication then
                && !(groups.equals(then.getGroupIds()) && tenants.equals(then.getTenantIds()))) {
            kept.removeByEngineName(engine.getName());
        }
    }
}
