-- The migration of processes reads those of a definition and workspace in the order of their ids: with the id in the index a
-- chunk reads its own rows only, whatever the number of workspaces and processes. As many entries as before.
create index enlist_exe_definition_in_order on act_ru_execution (proc_def_id_, tenant_id_, id_) where parent_id_ is null;
drop index enlist_exe_definition;
alter index enlist_exe_definition_in_order rename to enlist_exe_definition;
