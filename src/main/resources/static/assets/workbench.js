// The analyst's page: one draft, and what one does with it.

import {call, element} from './console.js';
import {Table} from './table.js';
import {checkPanel} from './check-panel.js';
import {tryPanel} from './try-panel.js';
import {casesPanel} from './cases-panel.js';
import {replayPanel} from './replay-panel.js';
import {publishPanel} from './publish-panel.js';
import {versionsPanel} from './versions-panel.js';

const page = document.querySelector('.workbench');
const slug = page.dataset.slug;
const base = `/ruleSets/${slug}`;
const saved = document.getElementById('saved');
const refusal = document.getElementById('refusal');
const save = document.getElementById('save');

const bench = {
  base,
  slug,
  writes: page.dataset.writes === 'true',
  publishes: page.dataset.publishes === 'true',
  dirty: false,
  tried: {programActive: true},
  table: new Table(document.getElementById('editor'), () => changed()),
  refuse(message) {
    refusal.textContent = message;
    refusal.hidden = !message;
  },
  /** Stores the draft where it changed; answers whether it is stored. */
  async save() {
    if (!bench.dirty) {
      return true;
    }
    try {
      await call('PUT', `${base}/draft`, await bench.table.xml(), 'application/xml');
      bench.dirty = false;
      told('All changes saved');
      bench.refuse('');
      return true;
    } catch (fault) {
      bench.refuse(`Not saved: ${fault.message}`);
      return false;
    }
  },
  /** Opens the form to try inputs, with these in it. */
  tryOut(inputs) {
    bench.tried = inputs;
    open('try');
  },
  async reload() {
    await bench.table.open(await call('GET', `${base}/draft`));
    bench.dirty = false;
    told('All changes saved');
  },
};

function told(text) {
  saved.textContent = text;
  if (save) {
    save.disabled = !bench.dirty;
  }
}

function changed() {
  bench.dirty = true;
  told('Unsaved changes');
}

const panels = {
  findings: checkPanel(bench),
  try: tryPanel(bench),
  cases: casesPanel(bench),
  replay: replayPanel(bench),
  publish: publishPanel(bench),
  versions: versionsPanel(bench),
};

async function open(name) {
  for (const tab of document.querySelectorAll('[role="tab"]')) {
    const chosen = tab.id === `show-${name}`;
    tab.setAttribute('aria-selected', chosen);
    document.getElementById(tab.getAttribute('aria-controls')).hidden = !chosen;
  }
  const panel = document.getElementById(`tab-${name}`);
  try {
    await bench.table.mark([]);
    await panels[name](panel);
  } catch (fault) {
    panel.replaceChildren(element('p', {class: 'fault', role: 'alert'}, fault.message));
  }
}

for (const tab of document.querySelectorAll('[role="tab"]')) {
  tab.addEventListener('click', () => open(tab.id.replace('show-', '')));
}

save?.addEventListener('click', async () => {
  if (await bench.save()) {
    open('findings');
  }
});

document.getElementById('upload')?.addEventListener('change', async event => {
  const file = event.target.files[0];
  event.target.value = '';
  if (!file) {
    return;
  }
  try {
    await call('PUT', `${base}/draft`, await file.text(), 'application/xml');
    await bench.reload();
    bench.refuse('');
    open('findings');
  } catch (fault) {
    bench.refuse(`${file.name} was not taken: ${fault.message}`);
  }
});

window.addEventListener('beforeunload', event => {
  if (bench.dirty) {
    event.preventDefault();
  }
});

try {
  await bench.reload();
  open('findings');
} catch (fault) {
  bench.refuse(fault.message);
  told('');
}
