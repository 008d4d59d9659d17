-- An archived program takes no new people and is left out of lists; null for the others.
alter table program add column archived_at timestamptz;

-- The report on second opinions reads the enrollments that have one, and no others.
create index enrollment_first_approval on enrollment (workspace_id, first_approval_at) where first_approval_at is not null;
create index enrollment_sampled on enrollment (workspace_id, rule_review_at) where rule_review_outcome = 'sampled';
