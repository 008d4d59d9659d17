package dev.enlist.access;

import dev.enlist.tenancy.Member;
import java.util.Map;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.OidcUserInfo;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;

/** A member who signed in at an OpenID Connect provider. Everybody else takes them for any other person. */
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

    /** The e-mail, as with those who come with a password. */
    @Override
    public String getName() {
        return getUsername();
    }
}
