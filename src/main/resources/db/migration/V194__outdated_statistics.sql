-- Autovacuum looks for tables without recent statistics once a minute. Until then PostgreSQL plans for a table as small as it was:
-- an index of the workspace seems as good as the index of the key, and each statement reads all rows of the workspace. This
-- function analyses the tables that have at least doubled since they were analysed. As the owner: the application may not analyse
-- tables. One node at a time.
create function refresh_outdated_statistics() returns integer language plpgsql volatile security definer
    set search_path from current as $$
declare
    outdated regclass;
    analysed integer := 0;
begin
    if not pg_try_advisory_xact_lock(hashtext('refresh_outdated_statistics')) then
        return 0;
    end if;
    for outdated in
        select s.relid from pg_stat_user_tables s join pg_class c on c.oid = s.relid
        where s.schemaname = current_schema()
          and s.n_live_tup >= 100 and s.n_mod_since_analyze >= greatest(c.reltuples, 100)
    loop
        execute format('analyze %s', outdated);
        analysed := analysed + 1;
    end loop;
    return analysed;
end $$;
revoke all on function refresh_outdated_statistics() from public;
grant execute on function refresh_outdated_statistics() to enlist_app;
