-- Membership by consent: a person becomes a member of a workspace by accepting an invitation. An account belongs to
-- the person; what a workspace calls its member, and which id it uses for the member, belong to the workspace.

-- One row for each person in each workspace; the roles are in "membership".
create table workspace_member (
    workspace_id         varchar(25) collate "C" not null references workspace,
    user_id              varchar(25) collate "C" not null references app_user on delete cascade,
    -- how the workspace refers to the person: in the API, in histories and in the audit trail
    id                   varchar(25) collate "C" not null,
    -- within a workspace an e-mail names one member; null for a former one, whose name histories and reports show
    email_key            text,
    display_name         text        not null,
    -- where not empty, the member works with these program instances only
    program_instance_ids text[]      not null default '{}',
    primary key (workspace_id, id),
    constraint workspace_member_email_unique unique (workspace_id, email_key)
);
create unique index workspace_member_user on workspace_member (user_id, workspace_id) where email_key is not null;

-- Existing members keep access, and the ids by which histories name them.
insert into workspace_member (workspace_id, user_id, id, email_key, display_name)
select distinct m.workspace_id, u.id, u.id, lower(u.email), u.display_name
from membership m join app_user u on u.id = m.user_id;

-- Two accounts may have the same e-mail: an organization that registers somebody else's address gets an account of its
-- own, and neither keeps the owner of the address out nor gets into the workspaces that the owner joins.
-- (V46 drops the unique index.)
alter table app_user
    -- the person signs in at an OpenID Connect provider, which has verified the e-mail
    add openid    boolean not null default false;
update app_user set openid = password_hash is null;
alter table app_user drop column display_name;

-- Open invitations. An accepted or revoked one is deleted.
create table invitation (
    -- becomes the id of the member
    id                   varchar(25) collate "C" primary key,
    workspace_id         varchar(25) collate "C" not null references workspace,
    email                text        not null,
    email_key            text        not null,
    display_name         text        not null,
    roles                text[]      not null,
    program_instance_ids text[]      not null,
    openid               boolean     not null,
    -- the person followed the link and agreed, and has yet to sign in at the provider
    agreed_at            timestamptz,
    -- SHA-256 of the token in the link; the token itself is shown once and stored nowhere
    token_hash           bytea       not null constraint invitation_token_unique unique,
    invited_by           text        not null,
    created_at           timestamptz not null,
    expires_at           timestamptz not null,
    constraint invitation_email_unique unique (workspace_id, email_key)
);
create index invitation_email on invitation (email_key);

-- An invitation is found by its token before any workspace is known; within a workspace only its own are seen.
alter table invitation enable row level security;
alter table invitation force row level security;
create policy workspace on invitation using (coalesce(current_workspace(), '') in ('', workspace_id));

-- Links by which a person sets a password, one for each account.
create table password_link (
    user_id    varchar(25) collate "C" primary key references app_user on delete cascade,
    token_hash bytea       not null constraint password_link_token_unique unique,
    created_at timestamptz not null,
    expires_at timestamptz not null
);

alter table api_key
    -- origins of pages that may call with the key
    add allowed_origins text[] not null default '{}',
    -- the person who issued the key, or the first of the keys by which it came about; null for the first ones
    add issued_by_id    varchar(25) collate "C";
create index api_key_allowed_origins on api_key using gin (allowed_origins) where revoked_at is null;
