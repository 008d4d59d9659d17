-- Passwords that were tried, so that guessing is slow on all nodes together. Above any workspace: who tries
-- has none yet. Names and addresses are here as hashes alone; what people type as a name may be a password.
create table sign_in_attempts (
    -- SHA-256 of account and address, or of the address
    subject     bytea       primary key,
    failures    int         not null,
    last_at     timestamptz not null,
    -- until when the next is refused unseen
    waits_until timestamptz
);
create index sign_in_attempts_old on sign_in_attempts (last_at);
