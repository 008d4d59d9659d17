-- A table that grows quickly is analysed at each doubling, which cost a tenth of a first import. Below 100,000 rows a sample of
-- 3,000 rows tells which index to take; later the usual sample does, for which a table has to double.
create or replace function refresh_outdated_statistics() returns integer language plpgsql volatile security definer
    set search_path from current as $$
declare
    outdated record;
    analysed integer := 0;
begin
    if not pg_try_advisory_xact_lock(hashtext('refresh_outdated_statistics')) then
        return 0;
    end if;
    for outdated in
        select s.relid::regclass as name, s.n_live_tup < 100000 as small
        from pg_stat_user_tables s join pg_class c on c.oid = s.relid
        where s.schemaname = current_schema()
          and s.n_live_tup >= 100 and s.n_mod_since_analyze >= greatest(c.reltuples, 100)
    loop
        perform set_config('default_statistics_target', case when outdated.small then '10' else '100' end, true);
        execute format('analyze %s', outdated.name);
        analysed := analysed + 1;
    end loop;
    return analysed;
end $$;
