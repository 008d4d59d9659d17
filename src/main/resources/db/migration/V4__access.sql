-- Keys with scopes, rotation and expiry; people without a password, who come by OpenID Connect.

alter table api_key
    add kind                text        not null default 'server',
    -- of a scoped key; a server key has them all, those of later versions too
    add scopes              text[]      not null default '{}',
    -- a key bound to a thing goes with it: without its bond it would reach everything
    add program_instance_id varchar(25) collate "C" references program_instance on delete cascade,
    add customer_id         varchar(25) collate "C" references customer on delete cascade,
    add expires_at          timestamptz,
    -- to the minute
    add last_used_at        timestamptz,
    add issued_by           text        not null default 'Setup',
    add constraint api_key_kind_known check (kind in ('server', 'scoped')),
    add constraint api_key_server_is_unbound
        check (kind = 'scoped' or (program_instance_id is null and customer_id is null)),
    add constraint api_key_bound_once check (program_instance_id is null or customer_id is null);
create index api_key_program_instance on api_key (program_instance_id) where program_instance_id is not null;
create index api_key_customer on api_key (customer_id) where customer_id is not null;

-- The secrets of a key: one, and for the overlap of a rotation the one before.
create table api_key_secret (
    -- SHA-256 of the key; the key itself is shown once and stored nowhere
    key_hash   bytea       primary key,
    api_key_id varchar(25) collate "C" not null references api_key on delete cascade,
    -- its first characters, to tell keys apart in a list
    hint       text        not null,
    created_at timestamptz not null,
    -- set by a rotation
    expires_at timestamptz
);
create index api_key_secret_key on api_key_secret (api_key_id);
insert into api_key_secret (key_hash, api_key_id, hint, created_at)
select key_hash, id, hint, created_at from api_key;
alter table api_key drop column key_hash, drop column hint;

alter table app_user
    alter password_hash drop not null,
    -- counts the changes of the password; sessions begun before the last are over
    add credentials_version int not null default 0,
    add last_signed_in_at   timestamptz;
create index membership_workspace on membership (workspace_id);

-- A key is recognized before any workspace is known; once one is, only its own keys are seen.
alter table api_key enable row level security;
alter table api_key force row level security;
create policy workspace on api_key using (coalesce(current_workspace(), '') in ('', workspace_id));
