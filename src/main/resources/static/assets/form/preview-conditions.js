// In the preview of a form: questions appear and disappear with the answers, as on the pages for applicants.

const form = document.querySelector('form.questions');

form.addEventListener('change', async () => {
  const body = new URLSearchParams(new FormData(form));
  body.set('to', 'stay');
  const response = await fetch(form.action, {method: 'POST', body});
  if (!response.ok) {
    return;
  }
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  for (const field of page.querySelectorAll('[data-field]')) {
    const own = document.querySelector(`[data-field="${CSS.escape(field.dataset.field)}"]`);
    if (own) {
      own.hidden = field.hidden;
    }
  }
});
