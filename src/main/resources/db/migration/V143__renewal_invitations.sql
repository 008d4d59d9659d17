-- Invitations of participants to renew in a newer instance of their program; each participant is invited once.
create table renewal_invitation (
    enrollment_id       varchar(25) collate "C" not null references enrollment on delete cascade,
    -- the instance to renew in
    program_instance_id varchar(25) collate "C" not null references program_instance on delete cascade,
    workspace_id        varchar(25) collate "C" not null references workspace,
    invited_at          timestamptz not null,
    primary key (enrollment_id, program_instance_id)
);
create index renewal_invitation_instance on renewal_invitation (workspace_id, program_instance_id);
select bind_to_workspace('renewal_invitation');
