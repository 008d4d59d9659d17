-- The application's role inserts seals and updates the head. Both are checked here: a seal must follow the seal before it,
-- and the head may only move forward, to the last seal. A statement that was smuggled into the application can then add
-- to the chain what the chain allows, and overwrite nothing. What was sealed under a key cannot be computed here; of such
-- a seal the place is checked, and the verification, which has the key, shows a wrong hash.

create function continue_chain() returns trigger language plpgsql as $$
declare
    previous bytea := decode(repeat('00', 32), 'hex');
    entry    record;
    head     record;
begin
    select entries, keyed_from into head from audit_head where workspace_id = new.workspace_id;
    select digest, transaction_id into entry from audit_entry
    where id = new.entry_id and workspace_id = new.workspace_id;
    if new.position > 1 then
        select hash into previous from audit_seal
        where workspace_id = new.workspace_id and position = new.position - 1;
    end if;
    if head.entries is null or new.position <= head.entries or previous is null or entry.digest is null
        or length(new.hash) <> 32
        or head.keyed_from is not null and not new.keyed
        or not new.keyed and new.hash <> sha256(convert_to(format(
            '["seal-1","%s",%s,"%s","%s","%s"]', encode(previous, 'hex'), new.position, new.entry_id,
            encode(entry.digest, 'hex'), entry.transaction_id), 'UTF8')) then
        raise exception 'audit_seal is append-only: this does not continue the chain';
    end if;
    return new;
end $$;
create trigger audit_seal_continues before insert on audit_seal
    for each row execute function continue_chain();

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
            -- entries of transactions that are not over yet are not said to be sealed; numbers of another cluster, out of
            -- which the tables were restored, are greater
            and (new.sealed_below <= pg_snapshot_xmax(pg_current_snapshot())
                or old.sealed_below >= pg_snapshot_xmax(pg_current_snapshot()))
            and new.hash = (select hash from audit_seal
                            where workspace_id = new.workspace_id and position = new.entries) then
            return new;
        end if;
    end if;
    raise exception '% is append-only: a chain only grows', tg_table_name;
end $$;
create trigger audit_head_begins_empty before insert on audit_head
    for each row execute function refuse_shrinking();
