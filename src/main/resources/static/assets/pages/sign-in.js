// Tasklist puts the id of a task into the fragment of the URL, which browsers do not send. The form submits it, and the
// redirect returns it. An identity provider loses it, so this tab stores it until Tasklist or Cockpit reads it
// (lib/enlist.js).
const page = document.querySelector('main').dataset.page;
for (const form of document.querySelectorAll('form[data-keeps-fragment]')) {
  form.action = new URL(form.getAttribute('action') + location.hash, location.href).href;
}

for (const provider of document.querySelectorAll('a[data-provider]')) {
  provider.addEventListener('click', () => {
    if (page && location.hash) {
      sessionStorage.setItem('enlist.fragment', JSON.stringify({path: page, fragment: location.hash}));
    } else {
      sessionStorage.removeItem('enlist.fragment');
    }
  });
}
