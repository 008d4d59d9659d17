-- Rows that are written several times with every move of an enrollment no longer ask whether their workspace exists.
-- Row security lets a row in only under the workspace that the connection was told, which is that of a caller who was
-- recognized in it; and no workspace is ever deleted. The question cost each move a dozen look-ups, and a lock on the one
-- row that everybody shares. The tables they belong to (enrollment, customer, program_instance) go on asking.
alter table event_log drop constraint event_log_workspace_id_fkey;
alter table audit_entry drop constraint audit_entry_workspace_id_fkey;
alter table audit_seal drop constraint audit_seal_workspace_id_fkey;
alter table enrollment_facet drop constraint enrollment_facet_workspace_id_fkey;
alter table enrollment_tally drop constraint enrollment_tally_workspace_id_fkey;
