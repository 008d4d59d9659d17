-- In which order events are told, and up to where it is certain; see docs/decisions/0022-order-of-the-feed.md.
--
-- shift is added to every transaction id: 0, until the database is restored into another server, where
-- transactions are counted anew (afterMigrate__event_clock.sql).
create table event_clock (
    only_row          boolean primary key default true check (only_row),
    shift             bigint not null default 0,
    system_identifier bigint
);
insert into event_clock default values;
revoke insert, update, delete on event_clock from enlist_app;

-- Not before the transaction that writes the event, and not before any that was over when it was written: so what
-- was written knowing of another event is told after it.
create function event_epoch() returns bigint language sql stable as $$
    select greatest(pg_current_xact_id()::text::bigint, pg_snapshot_xmax(pg_current_snapshot())::text::bigint - 1)
        + (select shift from event_clock)
$$;

-- Whatever has an epoch below is written, or never will be.
create function event_horizon() returns bigint language sql stable as $$
    select pg_snapshot_xmin(pg_current_snapshot())::text::bigint + (select shift from event_clock)
$$;

alter table event_log alter column transaction_id drop default;
alter table event_log alter column transaction_id type bigint using transaction_id::text::bigint;
alter table event_log rename column transaction_id to epoch;
alter table event_log alter column epoch set default event_epoch();

create index event_log_feed on event_log (workspace_id, epoch, position);
