-- A database restored into another server counts its transactions from somewhere else: shifts the epochs of new
-- events beyond those that are there, so that old cursors stay where they were. Runs at every start; does something
-- only when the server is another one.
do $$
declare
    here     bigint := (select system_identifier from pg_control_system());
    known    bigint;
    latest   bigint := 0;
    of_place bigint;
    place    text;
begin
    select system_identifier into known from event_clock;
    if known is not distinct from here then
        return;
    end if;
    perform 1 from event_clock for update;
    for place in select id from workspace loop
        perform set_config('enlist.workspace', place, true);
        select max(epoch) into of_place from event_log where workspace_id = place;
        latest := greatest(latest, of_place);
    end loop;
    perform set_config('enlist.workspace', '', true);
    update event_clock
    set system_identifier = here, shift = greatest(shift, latest + 1 - pg_current_xact_id()::text::bigint);
end $$;
