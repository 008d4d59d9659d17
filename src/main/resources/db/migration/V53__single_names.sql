-- A customer may have a single name, where a program instance accepts that (config.applicants.lastNameOptional).
-- lead and enrollment allow it already.
alter table customer alter column last_name drop not null;
