-- A function in SQL that is not merged into its caller is parsed and planned anew for each statement that calls it. These four run for
-- each create and in the jobs behind it; in PL/pgSQL a connection keeps their plans. What they do is unchanged.
-- See docs/decisions/0151-what-a-create-costs-in-postgresql.md.
create or replace function event_epoch() returns bigint language plpgsql stable as $$
begin
    return greatest(pg_current_xact_id()::text::bigint, pg_snapshot_xmax(pg_current_snapshot())::text::bigint - 1)
        + (select shift from event_clock);
end $$;

create or replace function event_horizon() returns bigint language plpgsql stable as $$
begin
    return pg_snapshot_xmin(pg_current_snapshot())::text::bigint + (select shift from event_clock);
end $$;

create or replace function check_duplicates_of(customers varchar[], workspace text) returns void language plpgsql as $$
begin
    insert into duplicate_check_batch (workspace_id, customer_ids)
    select workspace, customers[n : n + 99] from generate_series(1, cardinality(customers), 100) n;
end $$;

create or replace function audit_hash(workspace text, at_position bigint) returns bytea language plpgsql stable as $$
begin
    return case when at_position = 0 then decode(repeat('00', 32), 'hex') else coalesce(
        (select substring(b.hashes from length(b.hashes) - 31) from audit_block b
         where b.workspace_id = workspace and b.position = at_position),
        (select s.hash from audit_seal s where s.workspace_id = workspace and s.position = at_position)) end;
end $$;
