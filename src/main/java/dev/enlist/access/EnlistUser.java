package dev.enlist.access;

import dev.enlist.shared.Actor;
import dev.enlist.tenancy.Member;
import dev.enlist.tenancy.Role;
import java.util.List;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.userdetails.User;

/** A signed-in person in the current workspace of the session. */
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

    /** Creates a user who is authenticated already. */
    public static EnlistUser signedIn(Member member) {
        return new EnlistUser(member);
    }

    public Member member() {
        return member;
    }

    /** The engine identifies users by their e-mail address. */
    public String engineUserId() {
        return member.email();
    }

    /** The engine represents roles as groups. */
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
