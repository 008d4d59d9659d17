-- imports of workbooks beside CSV and NDJSON
alter table enrollment_import drop constraint enrollment_import_format_known;
alter table enrollment_import add constraint enrollment_import_format_known check (format in ('csv', 'ndjson', 'xlsx'));
