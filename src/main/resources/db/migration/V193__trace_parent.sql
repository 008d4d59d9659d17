-- Distributed Tracing extension of CloudEvents: the trace of the request that caused the event, null without one. Written once; a
-- null takes no space in the row.
alter table event_log add column trace_parent varchar(55);
