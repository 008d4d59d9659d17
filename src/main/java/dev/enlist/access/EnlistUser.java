package dev.enlist.access;

import dev.enlist.shared.Actor;
import dev.enlist.tenancy.Member;
import dev.enlist.tenancy.Role;
import java.util.List;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.userdetails.User;

/** A person signed in, working in one workspace at a time. */
public class EnlistUser extends User {

    private static final String NO_PASSWORD = "";

    private final Member member;

    EnlistUser(Member member) {
        super(
                member.email(),
                NO_PASSWORD,
                member.roles().stream()
                        .map(role -> new SimpleGrantedAuthority("ROLE_" + role.name()))
                        .toList());
        this.member = member;
    }

    /** Somebody whose password was asked for already, or who needs none. */
    public static EnlistUser signedIn(Member member) {
        return new EnlistUser(member);
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
        return member.roles().stream().map(Role::wire).sorted().toList();
    }

    public Actor actor() {
        return Actor.user(member.userId(), member.displayName());
    }

    public Caller caller() {
        return Caller.person(actor(), member.workspace(), member.roles(), member.programInstanceIds());
    }
}
