-- a bulk decision can be cancelled before it begins; null begins at once
alter table bulk_decision add column begins_at timestamptz;
