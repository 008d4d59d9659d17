// Wall times in the time zone of a program instance.

const fields = zone => new Intl.DateTimeFormat('en-CA', {timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23'});

/** The wall time of an instant as a `datetime-local` field has it: `2026-07-14T16:00`. */
export function wallTime(instant, zone) {
  const parts = Object.fromEntries(fields(zone).formatToParts(new Date(instant)).map(part => [part.type, part.value]));
  return `${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}`;
}

/** The instant of a wall time. Of a time that the clock skips, the one an hour later. */
export function instantOf(wall, zone) {
  const asUtc = Date.parse(`${wall}:00Z`);
  let guess = asUtc;
  for (let i = 0; i < 2; i++) {
    guess += asUtc - Date.parse(`${wallTime(guess, zone)}:00Z`);
  }
  return new Date(guess).toISOString();
}

/** `14 Jul 2026, 16:00 – 18:00 EDT`; both days where they differ. */
export function span(from, to, zone) {
  const locale = document.querySelector('meta[name="locale"]')?.content || navigator.language;
  const day = new Intl.DateTimeFormat(locale, {day: 'numeric', month: 'short', year: 'numeric', timeZone: zone});
  const hour = new Intl.DateTimeFormat(locale, {hour: 'numeric', minute: '2-digit', timeZone: zone});
  const name = new Intl.DateTimeFormat(locale, {timeZone: zone, timeZoneName: 'short'}).formatToParts(new Date(to)).find(part => part.type === 'timeZoneName').value;
  const [first, last] = [new Date(from), new Date(to)];
  return day.format(first) === day.format(last)
    ? `${day.format(first)}, ${hour.format(first)} – ${hour.format(last)} ${name}`
    : `${day.format(first)}, ${hour.format(first)} – ${day.format(last)}, ${hour.format(last)} ${name}`;
}
