// A task of Tasklist is named behind "#", which no server sees. It goes along with the form and comes back with the
// redirect. A provider loses it, so that this tab keeps it until Tasklist or Cockpit takes it (lib/enlist.js).
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
