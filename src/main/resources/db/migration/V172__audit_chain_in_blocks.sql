-- The positions and chain hashes of the audit entries of one transaction are one row, a block, instead of one row for each
-- entry. Hashes and positions are computed as before; rows of audit_seal stay as they are and are followed by blocks.
--
-- The index is built first: about two seconds per million entries, in which audited changes wait.
create unique index audit_entry_key on audit_entry (workspace_id, id);

create table audit_block (
    workspace_id   varchar(25) collate "C" not null,
    -- of the last entry; the entries have the positions up to it, without gaps
    position       bigint   not null,
    -- the transaction that wrote the entries
    transaction_id xid8     not null,
    entry_ids      varchar(25)[] collate "C" not null,
    -- 32 bytes for each entry, as in audit_seal
    hashes         bytea    not null,
    keyed          boolean  not null,
    constraint audit_block_pkey primary key (workspace_id, position)
);
create index audit_block_transaction on audit_block (workspace_id, transaction_id);
create trigger audit_block_append_only before update or delete on audit_block
    for each row execute function refuse_change();
create trigger audit_block_never_emptied before truncate on audit_block
    for each statement execute function refuse_truncation();
revoke update, delete, truncate on audit_block from enlist_app;
select bind_to_workspace('audit_block');

-- The hash at a position at which a block ends, or of a row of audit_seal.
create function audit_hash(workspace text, at_position bigint) returns bytea language sql stable as $$
    select case when at_position = 0 then decode(repeat('00', 32), 'hex') else coalesce(
        (select substring(hashes from length(hashes) - 31) from audit_block
         where workspace_id = workspace and position = at_position),
        (select hash from audit_seal where workspace_id = workspace and position = at_position)) end
$$;

-- As continue_chain() of V32, for each entry of a block.
create function continue_chain_by_block() returns trigger language plpgsql as $$
declare
    number   int := cardinality(new.entry_ids);
    previous bytea := audit_hash(new.workspace_id, new.position - number);
    hash     bytea;
    entry    record;
    head     record;
    correct  boolean;
begin
    select entries, keyed_from into head from audit_head where workspace_id = new.workspace_id;
    correct := number > 0 and array_ndims(new.entry_ids) = 1 and array_lower(new.entry_ids, 1) = 1
        and head.entries is not null and new.position - number >= head.entries and previous is not null
        and length(new.hashes) = 32 * number and (head.keyed_from is null or new.keyed)
        -- no entry is chained twice
        and (select count(distinct i) from unnest(new.entry_ids) i) = number
        and not exists (select 1 from audit_seal s where s.entry_id = any (new.entry_ids))
        and not exists (select 1 from audit_block b where b.workspace_id = new.workspace_id
                        and b.transaction_id = new.transaction_id and b.entry_ids && new.entry_ids);
    for i in 1 .. number loop
        exit when not coalesce(correct, false);
        select digest, transaction_id into entry from audit_entry
        where id = new.entry_ids[i] and workspace_id = new.workspace_id;
        hash := substring(new.hashes from 32 * i - 31 for 32);
        correct := entry.digest is not null and entry.transaction_id = new.transaction_id
            and (new.keyed or hash = sha256(convert_to(format(
                '["seal-1","%s",%s,"%s","%s","%s"]', encode(previous, 'hex'), new.position - number + i,
                new.entry_ids[i], encode(entry.digest, 'hex'), entry.transaction_id), 'UTF8')));
        previous := hash;
    end loop;
    if not coalesce(correct, false) then
        raise exception 'audit_block is append-only: this does not continue the chain';
    end if;
    return new;
end $$;
create trigger audit_block_continues before insert on audit_block
    for each row execute function continue_chain_by_block();

create or replace function refuse_shrinking() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        if new.entries = 0 and new.hash = decode(repeat('00', 32), 'hex') and new.keyed_from is null then
            return new;
        end if;
    elsif tg_op = 'UPDATE' then
        if new.workspace_id = old.workspace_id
            and new.entries > old.entries
            and length(new.proof) = 32
            and (old.keyed_from is null or new.keyed_from = old.keyed_from)
            -- entries of transactions that are not over yet are not said to be chained; numbers of another cluster, out
            -- of which the tables were restored, are greater
            and (new.sealed_below <= pg_snapshot_xmax(pg_current_snapshot())
                or old.sealed_below >= pg_snapshot_xmax(pg_current_snapshot()))
            and new.hash = audit_hash(new.workspace_id, new.entries) then
            return new;
        end if;
    end if;
    raise exception '% is append-only: a chain only grows', tg_table_name;
end $$;

-- Entries are read by workspace and id. The workspace of an entry is the one of its chain row, which the trigger checks.
alter table audit_seal drop constraint audit_seal_entry_id_fkey;
alter table audit_entry drop constraint audit_entry_pkey;
drop index audit_entry_list;
