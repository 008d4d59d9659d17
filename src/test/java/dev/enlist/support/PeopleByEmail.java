package dev.enlist.support;

import dev.enlist.access.EnlistUser;
import dev.enlist.tenancy.People;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.security.core.userdetails.UserDetailsService;

/** Loads users by e-mail as after a sign-in, without their password. */
@TestComponent
public class PeopleByEmail implements UserDetailsService {

    private final People people;

    PeopleByEmail(People people) {
        this.people = people;
    }

    @Override
    public EnlistUser loadUserByUsername(String email) {
        return EnlistUser.signedIn(people.membershipsByEmail(email).get(0));
    }
}
