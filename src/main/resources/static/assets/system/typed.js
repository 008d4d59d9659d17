// What a person has typed and not saved, kept while the page draws its forms anew.

const controls = place => [...place.querySelectorAll('form')].flatMap(form => [...form.elements]).filter(control => control.matches('input, select, textarea'));

function isTyped(control) {
  if (control.matches('select')) {
    return [...control.options].some(option => option.selected !== option.defaultSelected);
  }
  return control.matches('[type="checkbox"], [type="radio"]') ? control.checked !== control.defaultChecked : control.value !== control.defaultValue;
}

/** The same for a control before and after: its name or words, and which of those with the same it is. */
function keys(all) {
  const seen = new Map();
  return all.map(control => {
    const key = JSON.stringify([control.name, control.getAttribute('aria-label'), control.matches('[type="checkbox"], [type="radio"]') && control.getAttribute('value')]);
    seen.set(key, (seen.get(key) ?? 0) + 1);
    return `${key} ${seen.get(key)}`;
  });
}

/**
 * @param place   element with the forms
 * @param isSaved whether a control has been saved, and is to show what is stored
 * @returns what {@link restore} takes
 */
export function typed(place, isSaved) {
  const all = controls(place);
  const key = keys(all);
  return new Map(all.map((control, n) => [key[n], control]).filter(([, control]) => !isSaved(control) && isTyped(control))
    .map(([name, {value, checked}]) => [name, {value, checked}]));
}

/** Enters it again into the controls that still are there and can be changed. */
export function restore(place, kept) {
  const all = controls(place);
  const key = keys(all);
  all.forEach((control, n) => {
    const before = kept.get(key[n]);
    if (before && !control.disabled && !control.readOnly) {
      control.checked = before.checked;
      if (!control.matches('[type="checkbox"], [type="radio"]')) {
        control.value = before.value;
      }
      control.dispatchEvent(new Event('change', {bubbles: true}));
    }
  });
}
