package dev.enlist.access;

import dev.enlist.tenancy.Role;
import dev.enlist.tenancy.TenancyService;
import dev.enlist.tenancy.WorkspaceRef;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Brings people in, with a password that is hashed before it is stored. */
@Service
public class UserService {

    private final TenancyService tenancy;
    private final PasswordEncoder passwords;

    UserService(TenancyService tenancy, PasswordEncoder passwords) {
        this.tenancy = tenancy;
        this.passwords = passwords;
    }

    @Transactional
    public String create(String email, String displayName, String password, WorkspaceRef workspace, Role... roles) {
        String id = tenancy.createUser(email, displayName, passwords.encode(password));
        for (Role role : roles) {
            tenancy.grant(id, workspace, role);
        }
        return id;
    }
}
