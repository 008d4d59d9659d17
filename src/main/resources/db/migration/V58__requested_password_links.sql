-- A link that the owner of an account asked for on the sign-in page stands beside the one of an administrator, so that a
-- request by anyone who knows the e-mail does not end a link that an administrator gave.
alter table password_link
    add requested boolean not null default false;
alter table password_link
    drop constraint password_link_pkey,
    add primary key (user_id, requested);
