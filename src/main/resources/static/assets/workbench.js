// The analyst's page: one draft, and what one does with it.

import {call, element, exchange, fill} from './console.js';
import {Table} from './table.js';
import {checkPanel} from './check-panel.js';
import {tryPanel} from './try-panel.js';
import {casesPanel} from './cases-panel.js';
import {replayPanel} from './replay-panel.js';
import {publishPanel} from './publish-panel.js';
import {versionsPanel} from './versions-panel.js';
import {askConflict, askReplace} from './draft-dialogs.js';

const page = document.querySelector('.workbench');
const slug = page.dataset.slug;
const base = `/ruleSets/${slug}`;
const saved = document.getElementById('saved');
const refusal = document.getElementById('refusal');
const replaced = document.getElementById('replaced');
const save = document.getElementById('save');
const XML = 'application/xml';

/** Edits so far, and how many of them are stored; an edit during a save is not stored by it. */
let edits = 0;
let stored = 0;
/** Entity tag of the draft that the screen began with. */
let tag;
/** One save at a time; the next begins when the one before has ended. */
let saving = Promise.resolve(true);

const bench = {
  base,
  slug,
  writes: page.dataset.writes === 'true',
  publishes: page.dataset.publishes === 'true',
  tried: {programActive: true},
  table: new Table(document.getElementById('editor'), () => changed()),
  get dirty() {
    return edits !== stored;
  },
  get edits() {
    return edits;
  },
  /** What was found about the table as it was after so many edits; said to be old where there were more since. */
  result(seen, ...children) {
    const result = element('div', {class: 'result'}, ...children);
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
  /** Stores what is on the screen where it changed; answers whether the draft is what the screen shows. */
  save() {
    saving = saving.then(store);
    return saving;
  },
  /** Opens the form to try inputs, with these in it. */
  tryOut(inputs) {
    bench.tried = inputs;
    open('try');
  },
  async reload() {
    const draft = await exchange('GET', `${base}/draft`);
    await show(draft.body, draft.tag);
  },
  /** After a step that made the rule set a new version of itself: its tag, if the draft is still the one shown. */
  async follow() {
    const draft = await exchange('GET', `${base}/draft`);
    if (draft.body === bench.text) {
      tag = draft.tag;
    }
  },
  /**
   * Replaces the draft by something else, once what is on the screen is stored and the person agrees; afterwards the
   * one before can be brought back.
   *
   * @param name what replaces it, such as "version 3"
   * @param put  does it, with the entity tag of the draft that it replaces
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
  /** Another person changed the draft: asks which one to keep, and answers whether it now is what the screen shows. */
  conflict: () => conflict(),
};

async function show(xml, newTag) {
  await bench.table.open(xml);
  bench.text = xml;
  tag = newTag;
  stored = edits;
  told();
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
    told('Saving');
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
    told();
    bench.refuse(`Not saved: ${fault.message}`);
    return false;
  }
}

async function put(xml, upTo, ifMatch) {
  const answer = await exchange('PUT', `${base}/draft`, xml, {type: XML, ifMatch});
  tag = answer.tag;
  bench.text = xml;
  stored = upTo;
  told();
}

/** Shows what both have, and does what the person chooses; nothing is overwritten before that. */
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
  told();
  bench.refuse('Not saved: the draft was changed by another person.');
  return false;
}

/** Until the next replacement: brings a document back into the draft. */
function offerUndo(message, xml) {
  fill(replaced, message, ' ', element('button', {
    type: 'button',
    class: 'plain',
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

function told(text = bench.dirty ? 'Unsaved changes' : 'All changes saved') {
  saved.textContent = bench.writes ? text : 'Read only: changing the rules takes the role analyst.';
  if (save) {
    save.disabled = !bench.dirty;
  }
}

/** What was found about the table before is no longer so. */
function changed() {
  if (!bench.writes) {
    return;
  }
  edits++;
  told();
  document.querySelectorAll('.result:not(.stale)').forEach(age);
}

function age(result) {
  result.classList.add('stale');
  result.prepend(element('p', {class: 'note', role: 'status'}, 'The table has changed since. Save and check it again.'));
  bench.table.mark([]);
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
    const taken = await bench.replace(file.name, ifMatch =>
      exchange('PUT', `${base}/draft`, file, {type: XML, ifMatch}));
    if (taken) {
      bench.refuse('');
      open('findings');
    }
  } catch (fault) {
    bench.refuse(`${file.name} was not taken: ${fault.message}`);
  }
});

document.getElementById('download').addEventListener('click', async event => {
  if (!bench.dirty) {
    return;
  }
  event.preventDefault();
  if (await bench.save()) {
    event.target.click();
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
