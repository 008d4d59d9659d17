-- The member of staff who applied for the applicant, and how the applicant agreed; null where the applicant applied.
alter table enrollment add column assisted jsonb;
