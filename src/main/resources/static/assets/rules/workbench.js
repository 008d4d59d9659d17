// The page on which an analyst edits, checks, tries and publishes one draft.

import {call, exchange} from '../system/api.js';
import {element, fill} from '../system/dom.js';
import {tabs} from '../system/tabs.js';
import {Table} from './table.js';
import {checkPanel} from './check-panel.js';
import {tryPanel} from './try-panel.js';
import {casesPanel} from './cases-panel.js';
import {replayPanel} from './replay-panel.js';
import {publishPanel} from './publish-panel.js';
import {versionsPanel} from './versions-panel.js';
import {askConflict, askReplace} from './draft-dialogs.js';
import {Completion} from './completion.js';
import {inputsOf} from './inputs-form.js';
import {toolbar} from './toolbar.js';
import {inputsPanel} from './inputs-panel.js';
import {usage} from './usage.js';
import {download} from '../system/download.js';
import {anchor} from '../system/menu.js';

const page = document.querySelector('.workbench');
const slug = page.dataset.slug;
const base = `/ruleSets/${slug}`;
const saved = document.getElementById('saved');
const refusal = document.getElementById('refusal');
const replaced = document.getElementById('replaced');
const save = document.getElementById('save');
const XML = 'application/xml';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Number of edits so far, and how many of them are stored. A save does not include edits made while it runs. */
let edits = 0;
let stored = 0;
/** Entity tag of the draft that was loaded. */
let tag;
/** The last save. Saves run one after the other. */
let saving = Promise.resolve(true);

const bench = {
  base,
  slug,
  writes: page.dataset.writes === 'true',
  publishes: page.dataset.publishes === 'true',
  reads: page.dataset.reads === 'true',
  tried: {programActive: true},
  table: new Table(document.getElementById('editor'), () => changed()),
  get dirty() {
    return edits !== stored;
  },
  get edits() {
    return edits;
  },
  /** Shows a result for the table after `seen` edits; marks it as stale if there were further edits. */
  result(seen, ...children) {
    const result = element('div', {class: 'result'});
    fill(result, ...children);
    if (seen !== edits) {
      age(result);
    }
    return result;
  },
  get tag() {
    return tag;
  },
  refuse(message) {
    refusal.textContent = message;
    refusal.hidden = !message;
  },
  /** Stores unsaved edits; returns whether the stored draft is the table on the screen. */
  save() {
    saving = saving.then(store);
    return saving;
  },
  /** Opens the panel for trying inputs, filled with these. */
  tryOut(inputs) {
    bench.tried = inputs;
    bench.filledFrom = undefined;
    open('try');
  },
  /** Opens a panel by its name. */
  open: name => open(name),
  async reload() {
    const draft = await exchange('GET', `${base}/draft`);
    await show(draft.body, draft.tag);
  },
  /** Reads the new entity tag after the rule set changed, unless another draft was stored meanwhile. */
  async follow() {
    const draft = await exchange('GET', `${base}/draft`);
    if (draft.body === bench.text) {
      tag = draft.tag;
    }
  },
  /**
   * Saves the table, asks for confirmation, and replaces the draft. The user can undo the replacement.
   *
   * @param name what replaces it, such as "version 3"
   * @param put  replaces the draft; gets the entity tag of the current one
   */
  async replace(name, put) {
    if (!(await bench.save()) || !(await askReplace(name))) {
      return false;
    }
    const before = bench.text;
    try {
      await put(tag);
    } catch (fault) {
      if (fault.status !== 412) {
        throw fault;
      }
      await conflict();
      return false;
    }
    await bench.reload();
    offerUndo(`The draft was replaced by ${name}.`, before);
    return true;
  },
  /** Another user changed the draft: asks which one to keep; returns whether the stored draft is the table on the screen. */
  conflict: () => conflict(),
};

async function show(xml, newTag) {
  await bench.table.open(xml);
  bench.text = xml;
  tag = newTag;
  stored = edits;
  showSaved();
}

async function store() {
  if (!bench.writes) {
    return true;
  }
  try {
    if (!bench.dirty) {
      return true;
    }
    const upTo = edits;
    const xml = await bench.table.xml();
    showSaved('Saving');
    try {
      await put(xml, upTo, tag);
    } catch (fault) {
      if (fault.status !== 412) {
        throw fault;
      }
      return await conflict(xml, upTo);
    }
    bench.refuse('');
    return !bench.dirty || store();
  } catch (fault) {
    showSaved();
    bench.refuse(`Not saved: ${fault.message}`);
    return false;
  }
}

async function put(xml, upTo, ifMatch) {
  const answer = await exchange('PUT', `${base}/draft`, xml, {type: XML, ifMatch});
  tag = answer.tag;
  bench.text = xml;
  stored = upTo;
  showSaved();
}

/** Shows both drafts and keeps the one that the user chooses. Overwrites nothing before the choice. */
async function conflict(mine, upTo = edits) {
  const xml = mine ?? await bench.table.xml();
  const [theirs, ruleSet] = await Promise.all([exchange('GET', `${base}/draft`), call('GET', base)]);
  const choice = await askConflict(ruleSet.draftBy?.name ?? 'Another person', xml, theirs.body);
  if (choice === 'mine') {
    await put(xml, upTo, theirs.tag);
    offerUndo('Your table is saved.', theirs.body);
    return true;
  }
  if (choice === 'theirs') {
    await show(theirs.body, theirs.tag);
    offerUndo('The other table is shown.', xml);
    return false;
  }
  showSaved();
  bench.refuse('Not saved: the draft was changed by another person.');
  return false;
}

/** Offers to restore a document as the draft, until the next replacement. */
function offerUndo(message, xml) {
  fill(replaced, message, ' ', element('button', {
    type: 'button',
    class: 'btn btn-sm btn-quiet',
    onclick: async () => {
      try {
        await bench.save();
        await put(xml, edits, tag);
        await bench.reload();
        replaced.hidden = true;
        open('findings');
      } catch (fault) {
        bench.refuse(`Not undone: ${fault.message}`);
      }
    },
  }, 'Undo'));
  replaced.hidden = false;
}

function showSaved(text = bench.dirty ? 'Unsaved changes' : 'All changes saved') {
  saved.textContent = bench.writes ? text : 'Read only: changing the rules takes the role analyst.';
  saved.classList.toggle('unsaved', bench.dirty);
}

/** Counts an edit and marks all earlier results as stale. */
function changed() {
  if (!bench.writes) {
    return;
  }
  edits++;
  showSaved();
  document.querySelectorAll('.result:not(.stale)').forEach(age);
}

function age(result) {
  result.classList.add('stale');
  result.prepend(element('p', {class: 'alert alert-warning', role: 'status'}, 'The table has changed since. Save and check it again.'));
  bench.table.mark([]);
}

toolbar(bench, () => save?.click());
if (bench.writes) {
  new Completion(bench.table, () => inputsOf(bench));
}
usage(bench);

const panels = {
  inputs: inputsPanel(bench),
  findings: checkPanel(bench),
  try: tryPanel(bench),
  cases: casesPanel(bench),
  replay: replayPanel(bench),
  publish: publishPanel(bench),
  versions: versionsPanel(bench),
};

const choose = tabs(document.querySelector('[role="tablist"]'), id => fillPanel(id.replace('show-', '')));

/** Opens a panel by its name. */
function open(name) {
  return choose(`show-${name}`);
}

async function fillPanel(name) {
  const panel = document.getElementById(`tab-${name}`);
  try {
    await bench.table.mark([]);
    await panels[name](panel);
  } catch (fault) {
    panel.replaceChildren(element('p', {class: 'alert alert-danger', role: 'alert'}, fault.message));
  }
}

save?.addEventListener('click', async () => {
  save.setAttribute('aria-busy', 'true');
  const done = await bench.save();
  save.removeAttribute('aria-busy');
  if (done) {
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
    const taken = await bench.replace(file.name, ifMatch =>
      (/\.xlsx$/i.test(file.name)
        ? exchange('PUT', `${base}/draft/workbook`, file, {type: XLSX, ifMatch})
        : exchange('PUT', `${base}/draft`, file, {type: XML, ifMatch})));
    if (taken) {
      bench.refuse('');
      open('findings');
    }
  } catch (fault) {
    bench.refuse(`${file.name} was not taken: ${fault.message}`);
  }
});

/** What is downloaded is what is on the screen: unsaved edits are saved first. */
async function fetchFile(path, type, name, button) {
  if (await bench.save()) {
    await download(`${base}${path}`, type, name, button);
  }
}
const files = document.getElementById('files');
anchor(document.getElementById('files-menu'), files);
document.getElementById('download').addEventListener('click', () => fetchFile('/draft', XML, `${slug}.dmn`, files));
document.getElementById('download-xlsx').addEventListener('click', () => fetchFile('/draft/workbook', XLSX, `${slug}.xlsx`, files));
document.getElementById('files-menu').addEventListener('click', event => {
  if (event.target.closest('button')) {
    event.currentTarget.hidePopover();
  }
});

window.addEventListener('beforeunload', event => {
  if (bench.dirty) {
    event.preventDefault();
  }
});

try {
  await bench.reload();
  open(bench.writes ? 'findings' : 'versions');
} catch (fault) {
  bench.refuse(fault.message);
  saved.textContent = '';
}
