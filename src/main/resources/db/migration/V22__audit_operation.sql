-- One request of GraphQL may hold several operations; each entry of the trail says which one it comes from.
-- Null for all others, whose digests are over what they were over before.
alter table audit_entry add column operation text;
