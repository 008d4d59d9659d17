-- Two approvals and approval by the rules; see docs/decisions/0080-approvals-by-two-people-or-by-the-rules.md.

alter table enrollment
    -- set while a second person has to approve, and afterwards
    add column first_approval_by_type  text,
    add column first_approval_by_id    text,
    add column first_approval_by_name  text,
    add column first_approval_reason   text,
    add column first_approval_at       timestamptz,
    add column second_approval_by_type text,
    add column second_approval_by_id   text,
    add column second_approval_by_name text,
    add column second_approval_reason  text,
    add column second_approval_at      timestamptz,
    -- what the rules decided after the submission, where the instance lets them approve
    add column rule_review_outcome     text,
    add column rule_review_rule_set    text,
    add column rule_review_version     int,
    -- the share that goes to a person all the same, and the number that was drawn; below the share it went to a person
    add column rule_review_share       numeric(7, 6),
    add column rule_review_draw        numeric(7, 6),
    add column rule_review_at          timestamptz,
    add constraint enrollment_rule_review_known check (rule_review_outcome in ('approved', 'sampled'));

-- The output "decision" of the table; null where it has none.
alter table decision_record
    add column decision text,
    add constraint decision_record_decision_known check (decision = 'approve');
