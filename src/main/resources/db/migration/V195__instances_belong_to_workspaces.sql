-- Each query names the workspace and, most, an instance, a subject or a person of it. Without knowing that the second decides the first,
-- PostgreSQL multiplies the shares of both: with a hundred workspaces it expects a hundredth of the rows, and sorts "few" rows
-- where an index has them in order.
create statistics enrollment_instance_place (dependencies) on workspace_id, program_instance_id from enrollment;
create statistics enrollment_customer_place (dependencies) on workspace_id, customer_id from enrollment;
create statistics event_log_instance_place (dependencies) on workspace_id, program_instance_id from event_log;
create statistics event_log_subject_place (dependencies) on workspace_id, subject from event_log;
