-- PostgreSQL plans the checks of foreign keys once per connection. A plan made while a table was nearly empty reads the
-- whole table, and stays until the table is analysed: autovacuum does so about a minute after the first rows. A load of
-- many rows into an empty database asks for it earlier.
-- As the owner: the application may not analyse tables.
create function refresh_statistics() returns void language plpgsql volatile security definer
    set search_path from current as $$
begin
    analyze act_ru_execution, act_ru_event_subscr, act_ru_task, act_ru_job, act_ru_identitylink,
        enrollment, customer, capacity_hold, notification, review;
end $$;
revoke all on function refresh_statistics() from public;
grant execute on function refresh_statistics() to enlist_app;
