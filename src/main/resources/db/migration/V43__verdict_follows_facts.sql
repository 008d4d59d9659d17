-- What the rules answer now about an application in review or in line that is no longer eligible.
alter table enrollment
    add column verdict_changed_status text,
    add column verdict_changed_reason text,
    add column verdict_changed_code   text,
    add column verdict_changed_at     timestamptz;

-- The exit is shown from its own columns; requests can no longer write it into the metadata, and what they wrote before
-- goes. FORCE is lifted for that, since the owner would find no rows otherwise.
alter table enrollment no force row level security;
update enrollment set metadata = metadata - 'exit' where metadata ? 'exit';
alter table enrollment force row level security;
