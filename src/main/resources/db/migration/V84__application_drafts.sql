-- Applications that people have begun and not sent; see docs/decisions/0090-drafts-of-applications.md.

create table application_draft (
    id                  varchar(25) collate "C" primary key,
    workspace_id        varchar(25) collate "C" not null references workspace,
    program_instance_id varchar(25) collate "C" not null references program_instance on delete cascade,
    -- the version of the form that the person began with
    form_version        int         not null,
    language            text        not null,
    -- hashes of the value of the cookie and of the token in the mailed link; neither can be computed from its hash
    token_hash          bytea       not null,
    resume_hash         bytea,
    -- of the form token that began it, so that a token begins one draft
    start_hash          bytea       not null,
    -- keys of the e-mails in the answers and of the mailed link, by which the data of a person is found
    email_key           text,
    resume_email_key    text,
    -- opened by the mailed link, so that the person has proven to read the e-mail resume_email_key
    verified            boolean     not null,
    -- what was typed, by name of the field in the page: lists of texts
    inputs              jsonb       not null,
    -- pages that were answered without a fault, by their number from 1
    completed           int[]       not null,
    enrollment_id       varchar(25) collate "C" references enrollment on delete set null,
    -- what the page says after the application was sent; null before
    outcome             jsonb,
    created_at          timestamptz not null,
    updated_at          timestamptz not null,
    version             int         not null,
    constraint application_draft_token_unique unique (token_hash),
    constraint application_draft_start_unique unique (start_hash),
    constraint application_draft_resume_unique unique (resume_hash)
);
create index application_draft_expiry on application_draft (workspace_id, updated_at);
create index application_draft_email on application_draft (workspace_id, email_key) where email_key is not null;
create index application_draft_resume_email on application_draft (workspace_id, resume_email_key)
    where resume_email_key is not null;
create index application_draft_enrollment on application_draft (enrollment_id) where enrollment_id is not null;
select bind_to_workspace('application_draft');
