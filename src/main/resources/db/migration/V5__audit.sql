-- Who did what to what. Entries are written with the change they tell of, by any number of transactions at
-- once; a sealer chains them afterwards, so that nobody waits for the chain. Both tables only ever grow.

create table audit_entry (
    id             varchar(25) collate "C" primary key,
    workspace_id   varchar(25) collate "C" not null references workspace,
    at             timestamptz not null,
    actor_type     text        not null,
    actor_id       text        not null,
    actor_name     text        not null,
    ip             text,
    user_agent     text,
    request_id     text,
    action         text        not null,
    subject_type   text        not null,
    subject_id     text        not null,
    -- the names of all that changed; before and after tell only what is not personal data
    changed        varchar[]   not null,
    -- json and not jsonb: the digest is over the text as it was written
    before         json        not null,
    after          json        not null,
    -- over all of the above, made by the application: under its key, where it has one
    digest         bytea       not null,
    keyed          boolean     not null,
    transaction_id xid8        not null default pg_current_xact_id()
);
create index audit_entry_list on audit_entry (workspace_id, id);
create index audit_entry_subject on audit_entry (workspace_id, subject_id, id);
create index audit_entry_unsealed on audit_entry (workspace_id, transaction_id, id);

create table audit_seal (
    workspace_id varchar(25) collate "C" not null references workspace,
    -- from 1 without gaps, the order of the chain
    position     bigint      not null,
    entry_id     varchar(25) collate "C" not null references audit_entry,
    -- over the hash before, the position and the digest of the entry
    hash         bytea       not null,
    keyed        boolean     not null,
    primary key (workspace_id, position),
    constraint audit_seal_once unique (entry_id)
);

-- Where the chain of a workspace ends. Its row is the lock of the sealer.
create table audit_head (
    workspace_id varchar(25) collate "C" primary key references workspace,
    entries      bigint      not null,
    hash         bytea       not null,
    -- the first position sealed under a key; null while there was none
    keyed_from   bigint,
    -- over the above, so that who shortens the chain must forge this, too
    proof        bytea       not null,
    -- every entry of an older transaction is sealed
    sealed_below xid8        not null
);

create function refuse_truncation() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only', tg_table_name;
end $$;
create trigger audit_entry_append_only before update or delete on audit_entry
    for each row execute function refuse_change();
create trigger audit_entry_never_emptied before truncate on audit_entry
    for each statement execute function refuse_truncation();
create trigger audit_seal_append_only before update or delete on audit_seal
    for each row execute function refuse_change();
create trigger audit_seal_never_emptied before truncate on audit_seal
    for each statement execute function refuse_truncation();

create function refuse_shrinking() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and new.entries >= old.entries
        and (old.keyed_from is null or new.keyed_from = old.keyed_from) then
        return new;
    end if;
    raise exception '% is append-only: a chain only grows', tg_table_name;
end $$;
create trigger audit_head_only_grows before update or delete on audit_head
    for each row execute function refuse_shrinking();
create trigger audit_head_never_emptied before truncate on audit_head
    for each statement execute function refuse_truncation();

-- Erased people are remembered by a keyed hash of their e-mail alone; this is the key.
create table erasure_key (
    workspace_id varchar(25) collate "C" primary key references workspace,
    key          bytea not null
);

-- That somebody was erased, and who, to those who ask by the e-mail: by nothing else.
create table erasure (
    workspace_id varchar(25) collate "C" not null references workspace,
    -- HMAC-SHA-256 of the e-mail in lower case
    email_hash   bytea       not null,
    at           timestamptz not null,
    reason       text        not null,
    primary key (workspace_id, email_hash, at)
);

revoke update, delete, truncate on audit_entry, audit_seal from enlist_app;
revoke delete, truncate on audit_head from enlist_app;
revoke update, delete, truncate on erasure_key, erasure from enlist_app;

select bind_to_workspace('audit_entry');
select bind_to_workspace('audit_seal');
select bind_to_workspace('audit_head');
select bind_to_workspace('erasure_key');
select bind_to_workspace('erasure');
