-- Pages of applicants: the link to the status page of an enrollment, and the language of the applicant.

-- BCP 47, such as es or es-MX; null for English
alter table enrollment
    add column language varchar(35);

-- The link of an enrollment. The link contains the generation, signed by Enlist; it is valid while the generation is the
-- current one, and until it expires. Nothing here opens a page.
create table applicant_link (
    enrollment_id varchar(25) collate "C" primary key references enrollment on delete cascade,
    workspace_id  varchar(25) collate "C" not null references workspace,
    -- counts the links of this enrollment; a new link ends the one before
    generation    int         not null,
    -- when the current generation began
    issued_at     timestamptz not null,
    expires_at    timestamptz not null,
    -- when the applicant asked for a link last, for the pause between two messages
    requested_at  timestamptz,
    constraint applicant_link_generation_positive check (generation > 0)
);
create index applicant_link_workspace on applicant_link (workspace_id);
select bind_to_workspace('applicant_link');

-- The latest offer of a place to an applicant on the waitlist.
create table waitlist_offer (
    enrollment_id varchar(25) collate "C" primary key references enrollment on delete cascade,
    workspace_id  varchar(25) collate "C" not null references workspace,
    made_at       timestamptz not null,
    -- until when the units are kept
    ends_at       timestamptz not null,
    answer        text,
    answered_at   timestamptz,
    constraint waitlist_offer_answer_known check (answer in ('accepted', 'declined')),
    constraint waitlist_offer_answer_whole check ((answer is null) = (answered_at is null))
);
create index waitlist_offer_workspace on waitlist_offer (workspace_id);
select bind_to_workspace('waitlist_offer');
