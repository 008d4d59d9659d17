package dev.enlist.access;

import dev.enlist.shared.Actor;
import dev.enlist.tenancy.Member;
import java.util.List;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.userdetails.User;

/** A person signed in, working in one workspace at a time. */
public class EnlistUser extends User {

    private final Member member;

    EnlistUser(Member member, String passwordHash) {
        super(
                member.email(),
                passwordHash,
                member.roles().stream()
                        .map(role -> new SimpleGrantedAuthority("ROLE_" + role.name()))
                        .toList());
        this.member = member;
    }

    public Member member() {
        return member;
    }

    /** The engine knows people by their e-mail. */
    public String engineUserId() {
        return member.email();
    }

    /** The engine knows roles as groups. */
    public List<String> engineGroupIds() {
        return member.roles().stream()
                .map(dev.enlist.tenancy.Role::wire)
                .sorted()
                .toList();
    }

    public Actor actor() {
        return Actor.user(member.userId(), member.displayName());
    }
}
