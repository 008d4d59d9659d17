package dev.enlist.access;

import dev.enlist.tenancy.Member;
import dev.enlist.tenancy.People;
import java.util.List;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.stereotype.Service;

/** Finds people by their e-mail for Spring Security; they begin in the workspace they joined first. */
@Service
class SignIn implements UserDetailsService {

    private final People people;

    SignIn(People people) {
        this.people = people;
    }

    @Override
    public EnlistUser loadUserByUsername(String email) {
        List<Member> memberships = people.memberships(email);
        String hash = people.passwordHash(email).orElse(null);
        if (memberships.isEmpty() || hash == null) {
            throw new UsernameNotFoundException("Nobody signs in by that name.");
        }
        return new EnlistUser(memberships.get(0), hash);
    }
}
