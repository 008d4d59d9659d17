package dev.enlist.access;

import dev.enlist.tenancy.Member;
import java.util.Map;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.OidcUserInfo;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;

/** A member who signed in at an OpenID Connect provider. Other code treats this user like one with a password. */
public class EnlistOidcUser extends EnlistUser implements OidcUser {

    private final OidcUser provided;

    public EnlistOidcUser(Member member, OidcUser provided) {
        super(member);
        this.provided = provided;
    }

    @Override
    public Map<String, Object> getClaims() {
        return provided.getClaims();
    }

    @Override
    public OidcUserInfo getUserInfo() {
        return provided.getUserInfo();
    }

    @Override
    public OidcIdToken getIdToken() {
        return provided.getIdToken();
    }

    @Override
    public Map<String, Object> getAttributes() {
        return provided.getAttributes();
    }

    /** The e-mail address, as for users with a password. */
    @Override
    public String getName() {
        return getUsername();
    }
}
