-- The steps at which applications wait now, by workflow: what the process report counts.
create index workflow_step_open on workflow_step (workspace_id, slug, number, element_id) where ended_at is null;
