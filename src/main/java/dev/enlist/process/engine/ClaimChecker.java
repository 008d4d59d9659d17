package dev.enlist.process.engine;

import dev.enlist.process.ClaimPolicy;
import org.camunda.bpm.engine.impl.cfg.auth.AuthorizationCommandChecker;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;

/**
 * The engine's permission checks, plus the {@link ClaimPolicy} for each command that claims, releases or completes a
 * task. The engine alone would allow every person with the permission to release or complete a task claimed by another
 * person.
 *
 * <p>Engine internals: the engine publishes no check of a task command; the interface of its command checkers is
 * internal.
 */
class ClaimChecker extends AuthorizationCommandChecker {

    @Override
    public void checkTaskWork(TaskEntity task) {
        super.checkTaskWork(task);
        CommandContext context = Context.getCommandContext();
        Authentication person = context.getAuthentication();
        if (context.isAuthorizationCheckEnabled() && person != null) {
            ClaimPolicy.requireUnclaimedOrClaimedBy(task, person.getUserId());
        }
    }
}
