package dev.enlist.access;

import dev.enlist.shared.Actor;
import dev.enlist.shared.access.SamePerson;
import dev.enlist.tenancy.WorkspaceScope;
import org.springframework.stereotype.Component;

/** Finds the person who issued a key, following keys that were issued with other keys. */
@Component
class ApiKeyIssuerResolver implements SamePerson {

    private final ApiKeyRepository keys;

    ApiKeyIssuerResolver(ApiKeyRepository keys) {
        this.keys = keys;
    }

    @Override
    public boolean isSame(Actor one, Actor other) {
        return person(one).equals(person(other));
    }

    /** The person who issued the actor's key; the actor itself if no person is recorded. */
    private String person(Actor actor) {
        return actor.type() == Actor.Type.KEY
                ? keys.issuer(WorkspaceScope.current(), actor.id()).orElse(actor.id())
                : actor.id();
    }
}
