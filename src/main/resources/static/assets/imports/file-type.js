// The content type of a file to import, by the ending of its name.

const WORKBOOK = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** For the attribute `accept` of a file field. */
export const ACCEPTED = '.xlsx,.csv,.txt,.tsv,.ndjson,.jsonl,text/csv,application/x-ndjson';

export const isWorkbook = file => /\.xls[xm]?$/i.test(file.name);

export const typeOf = file => {
  if (isWorkbook(file)) {
    return WORKBOOK;
  }
  return /\.(ndjson|jsonl)$/i.test(file.name) ? 'application/x-ndjson' : 'text/csv';
};
