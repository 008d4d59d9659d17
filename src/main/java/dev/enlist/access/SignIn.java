package dev.enlist.access;

import dev.enlist.tenancy.Member;
import dev.enlist.tenancy.TenancyService;
import java.util.List;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.stereotype.Service;

/** Finds people by their e-mail for Spring Security; they begin in the workspace they joined first. */
@Service
class SignIn implements UserDetailsService {

    private final TenancyService tenancy;

    SignIn(TenancyService tenancy) {
        this.tenancy = tenancy;
    }

    @Override
    public EnlistUser loadUserByUsername(String email) {
        List<Member> memberships = tenancy.memberships(email);
        String hash = tenancy.passwordHash(email).orElse(null);
        if (memberships.isEmpty() || hash == null) {
            throw new UsernameNotFoundException("Nobody signs in by that name.");
        }
        return new EnlistUser(memberships.get(0), hash);
    }
}
