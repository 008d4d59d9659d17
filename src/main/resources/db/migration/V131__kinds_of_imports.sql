-- What the rows of an import are: people to enroll, or what another module stores.
alter table enrollment_import add column kind text not null default 'enrollments';
