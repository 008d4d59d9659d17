// Dates in the person's language and time zone: relative to now, exact on hover.

const preference = name => document.querySelector(`meta[name="${name}"]`)?.content || undefined;
/** The language of dates and numbers: that of the account, else that of the browser. */
export const locale = preference('locale') ?? navigator.language;
const timeZone = preference('time-zone');

const exactly = new Intl.DateTimeFormat(locale, {
  day: 'numeric', month: 'short', year: 'numeric', hour: 'numeric', minute: '2-digit', timeZoneName: 'short', timeZone,
});
const dayOnly = new Intl.DateTimeFormat(locale, {day: 'numeric', month: 'short', year: 'numeric', timeZone});
const plainDay = new Intl.DateTimeFormat(locale, {day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC'});
const relatively = new Intl.RelativeTimeFormat(locale, {numeric: 'auto'});
const number = new Intl.NumberFormat(locale);

const STEPS = [['second', 60], ['minute', 60], ['hour', 24], ['day', 7]];

/** `28 Nov 2026, 14:05 EST` */
export const exact = instant => exactly.format(new Date(instant));

/** `28 Nov 2026`; a date without time is the same day everywhere. */
export const day = value => (/^\d{4}-\d{2}-\d{2}$/.test(value) ? plainDay : dayOnly).format(new Date(value));

/** `1,234.5` */
export const count = value => number.format(value);

/** `359,031`, `640.5`, `0.47`: an amount of a unit, as exact as it is read; the API and files have all digits. */
export const quantity = value => new Intl.NumberFormat(locale, {maximumFractionDigits: Math.abs(value) >= 1000 ? 0 : Math.abs(value) >= 100 ? 1 : 2}).format(value);

const percentages = new Intl.NumberFormat(locale, {style: 'percent', maximumFractionDigits: 1});

/** `61.2%` for 0.612 */
export const percent = share => percentages.format(share);

/** `2 hours ago`, `in 3 days`; the day itself from a week on. */
export function relative(instant, now = Date.now()) {
  let value = (new Date(instant).getTime() - now) / 1000;
  for (const [unit, size] of STEPS) {
    if (Math.abs(value) < size) {
      return relatively.format(Math.round(value), unit);
    }
    value /= size;
  }
  return day(instant);
}

/** `2 d`, `5 h`, `1 min`: the age of something, for narrow columns. */
export function age(instant, now = Date.now()) {
  const minutes = Math.max(0, (now - new Date(instant).getTime()) / 60_000);
  return minutes < 60 ? `${Math.floor(minutes)} min` : minutes < 2880 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 1440)} d`;
}

/** A `time` element with the relative time, and the exact one on hover. */
export function time(instant) {
  const made = document.createElement('time');
  made.dateTime = instant;
  made.dataset.relative = '';
  refresh(made);
  return made;
}

function refresh(made) {
  made.textContent = relative(made.dateTime);
  made.title = exact(made.dateTime);
}

/** Enhances `<time datetime="…" data-relative>` and `<time datetime="…" data-exact>` of the server, and keeps them true. */
export function enhance(root = document) {
  root.querySelectorAll('time[data-relative]').forEach(refresh);
  root.querySelectorAll('time[data-exact]').forEach(made => {
    made.textContent = exact(made.dateTime);
  });
}

enhance();
setInterval(enhance, 60_000);
