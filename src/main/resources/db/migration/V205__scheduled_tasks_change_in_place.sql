-- A job is claimed, sends heartbeats and is released; an index on the heartbeat took an entry for each of these, and made
-- each version of the row take one in the other indexes as well. There are a few rows for each workspace: those of dead nodes
-- are found without an index. Free space in the pages lets the new version of a row stand beside the old one.
drop index scheduled_tasks_heartbeat;
alter table scheduled_tasks set (fillfactor = 50);
