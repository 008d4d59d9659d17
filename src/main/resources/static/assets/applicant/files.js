/* Sends files in pieces as soon as they are chosen, dropped or photographed. After a lost connection the upload goes on
   where the server has arrived. Without this script the page sends whole files. */

/** Bytes of a piece: a multiple of what the server names. */
const PIECE = 3 * 262_144;

const PAUSES = [1000, 2000, 4000, 8000, 15_000];

const wait = milliseconds => new Promise(resolve => {
  const timer = setTimeout(done, milliseconds);
  function done() {
    clearTimeout(timer);
    removeEventListener('online', done);
    resolve();
  }
  addEventListener('online', done);
});

function element(name, className, text) {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text ?? '';
  return made;
}

export function files(form) {
  const words = document.getElementById('file-words')?.dataset;
  if (!words) {
    return;
  }
  const root = form.dataset.root;
  const token = () => form.elements.token.value;
  let running = 0;
  let waiting = null;

  form.addEventListener('submit', event => {
    if (running > 0) {
      event.preventDefault();
      waiting = event.submitter;
      waiting?.setAttribute('aria-busy', 'true');
    }
  }, {capture: true});

  for (const input of form.querySelectorAll('input[type="file"]')) {
    const list = form.querySelector(`[data-files="${CSS.escape(input.name)}"]`);
    const drop = input.closest('.drop');
    input.addEventListener('change', () => {
      // the list is live: it is emptied with the field
      const chosen = [...input.files];
      input.value = '';
      chosen.forEach(file => begin(file, input.name, list));
    });
    for (const type of ['dragenter', 'dragover', 'dragleave', 'drop']) {
      drop.addEventListener(type, event => {
        event.preventDefault();
        drop.classList.toggle('over', type === 'dragenter' || type === 'dragover');
        if (type === 'drop') {
          [...event.dataTransfer.files].forEach(file => begin(file, input.name, list));
        }
      });
    }
  }

  form.addEventListener('click', async event => {
    const button = event.target.closest('button[name="remove"]');
    if (!button) {
      return;
    }
    event.preventDefault();
    const row = button.closest('.file');
    const focus = row.parentElement.closest('.field').querySelector('input[type="file"]');
    try {
      const answer = await fetch(`${root}/files/${button.value}/remove`, {method: 'POST', headers: {'X-Form-Token': token()}});
      if (answer.ok) {
        row.remove();
        focus.focus();
        return;
      }
    } catch {
      // by the page instead
    }
    form.requestSubmit(button);
  });

  async function begin(file, field, list) {
    const row = element('li', 'file');
    const icon = element('span', 'icon icon-file-earmark');
    icon.setAttribute('aria-hidden', 'true');
    const label = element('span', '');
    const name = element('span', 'file-name', file.name);
    const size = element('span', 'file-size');
    label.append(name, ' ', size);
    const progress = element('progress', 'progress');
    progress.max = Math.max(1, file.size);
    progress.value = 0;
    progress.setAttribute('aria-label', words.uploading.replace('#', file.name));
    const problem = element('span', 'file-problem');
    problem.setAttribute('role', 'status');
    const stop = element('button', 'btn btn-link btn-sm', words.stop);
    stop.type = 'button';
    row.append(icon, label, stop, progress, problem);
    list.append(row);
    let stopped = false;
    stop.addEventListener('click', () => {
      stopped = true;
      row.remove();
    });
    running++;
    try {
      const done = await send(file, field, {
        progress(received) {
          progress.value = received;
          size.textContent = `${Math.round(100 * received / Math.max(1, file.size))}%`;
        },
        problem(text) { problem.textContent = text; },
        stopped: () => stopped,
      });
      finish(row, done, progress, problem, stop, size, name);
    } catch (refusal) {
      progress.remove();
      stop.textContent = words.remove;
      problem.setAttribute('role', 'alert');
      problem.textContent = refusal.message;
    } finally {
      running--;
      if (running === 0 && waiting) {
        const submitter = waiting;
        waiting = null;
        submitter.removeAttribute('aria-busy');
        form.requestSubmit(submitter);
      }
    }
  }

  function finish(row, done, progress, problem, stop, size, name) {
    progress.remove();
    problem.textContent = '';
    name.textContent = done.name;
    size.textContent = done.size;
    row.dataset.file = done.id;
    const remove = element('button', 'btn btn-link btn-sm', words.remove);
    remove.name = 'remove';
    remove.value = done.id;
    remove.append(element('span', 'unseen', ` ${done.name}`));
    stop.replaceWith(remove);
    const said = element('span', 'unseen', words.uploaded);
    said.setAttribute('role', 'status');
    row.append(said);
  }

  /** Sends a file; returns what the server stored, and throws an error whose message is for people. */
  async function send(file, field, tell) {
    let upload = await retried(tell, () => fetch(`${root}/files`, {
      method: 'POST',
      headers: {'X-Form-Token': token()},
      body: new URLSearchParams({field, name: file.name, type: file.type, size: file.size}),
    }));
    while (!upload.complete && !tell.stopped()) {
      const offset = upload.received;
      upload = await retried(tell, async attempt => {
        if (attempt > 0) {
          const known = await fetch(`${root}/files/${upload.id}`);
          if (known.ok && (await known.clone().json()).received !== offset) {
            return known;
          }
        }
        return fetch(`${root}/files/${upload.id}`, {
          method: 'PATCH',
          headers: {'X-Form-Token': token(), 'Upload-Offset': offset, 'Content-Type': 'application/offset+octet-stream'},
          body: file.slice(offset, offset + PIECE),
        });
      });
      tell.progress(upload.received);
    }
    if (tell.stopped() && upload.id) {
      fetch(`${root}/files/${upload.id}/remove`, {method: 'POST', headers: {'X-Form-Token': token()}}).catch(() => {});
    }
    return upload;
  }

  /** Repeats a request that got no answer, or one that says to try again; longer pauses each time. */
  async function retried(tell, request) {
    for (let attempt = 0; ; attempt++) {
      let answer = null;
      try {
        answer = await request(attempt);
      } catch {
        tell.problem(words.waiting);
      }
      if (answer?.ok) {
        tell.problem('');
        return answer.json();
      }
      if (answer && answer.status < 500 && answer.status !== 429 && answer.status !== 409) {
        const body = await answer.json().catch(() => ({}));
        throw new Error(body.message ?? words.other.replace('#', ''));
      }
      if (answer?.status === 409) {
        const body = await answer.json().catch(() => ({}));
        if (!(body.received >= 0)) {
          throw new Error(body.message ?? words.other.replace('#', ''));
        }
      }
      if (tell.stopped()) {
        throw new Error('');
      }
      await wait(PAUSES[Math.min(attempt, PAUSES.length - 1)]);
    }
  }
}
