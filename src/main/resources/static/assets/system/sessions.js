// Open sessions of a person as rows of a table; on the account page and in the dialog of administrators.

import {time} from './dates.js';
import {element} from './dom.js';

const BROWSERS = [['Edg/', 'Edge'], ['OPR/', 'Opera'], ['Firefox/', 'Firefox'], ['Chrome/', 'Chrome'], ['Safari/', 'Safari']];
const SYSTEMS = [['iPhone', 'iPhone'], ['iPad', 'iPad'], ['Android', 'Android'], ['Windows', 'Windows'], ['Mac OS X', 'macOS'], ['CrOS', 'ChromeOS'], ['Linux', 'Linux']];

const found = (names, agent) => names.find(([part]) => agent.includes(part))?.[1];

/** `Firefox on Windows`; the beginning of what the program calls itself if it is no known browser. */
export function device(userAgent) {
  if (!userAgent) {
    return 'Unknown browser';
  }
  const browser = found(BROWSERS, userAgent);
  const system = found(SYSTEMS, userAgent);
  return browser && system ? `${browser} on ${system}` : browser ?? userAgent.slice(0, 40);
}

/** The description of a session: browser, address and place of work, times. */
export const description = (session, workspace, mark) => element('td', {},
  element('strong', {title: session.userAgent ?? ''}, device(session.userAgent)), mark,
  element('div', {class: 'muted small'}, [session.address, workspace].filter(Boolean).join(' · ')),
  element('div', {class: 'muted small'}, 'Last used ', time(session.lastUsedAt), ', signed in ', time(session.signedInAt)));

/** Present session first, then the ones used last. */
export const inOrder = sessions => sessions.sort((one, other) => Number(other.current) - Number(one.current) || other.lastUsedAt.localeCompare(one.lastUsedAt));
