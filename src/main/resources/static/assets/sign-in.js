// A page of Tasklist is named behind "#", which no server sees: it goes along with the form and comes back with the
// redirect.
for (const form of document.querySelectorAll('form[data-keeps-fragment]')) {
  form.action = new URL(form.getAttribute('action') + location.hash, location.href).href;
}
