-- Where people who were written to find somebody to ask: the address of a page, or of a mailbox. An instance may state
-- its own in its notifications.
alter table workspace add column contact text;
