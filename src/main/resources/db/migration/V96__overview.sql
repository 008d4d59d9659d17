-- What the home page and the timeline of an enrollment look for. Each index has only the rows that wait for a person, or
-- finds the rows of one enrollment.
create index webhook_delivery_failed on webhook_delivery (workspace_id, finished_at) where status = 'failed';
create index webhook_delivery_subject on webhook_delivery (subject, id);
create index notification_failed on notification (workspace_id, finished_at) where status = 'failed';
create index information_request_due on information_request (workspace_id, due_at) where status = 'open';
create index enrollment_import_failed on enrollment_import (workspace_id, finished_at) where status = 'failed';
