// The BPMN diagram of the version that a process runs, with the place where it waits.

import {element} from '../system/dom.js';

const VIEWER = '/webjars/bpmn-js/dist/bpmn-navigated-viewer.production.min.js';

/** Below this zoom the words of a diagram cannot be read. */
const LEGIBLE = 0.6;

let viewer;

/** The constructor of the viewer; its script is loaded once, when a diagram is shown. */
function loadViewer() {
  viewer ??= new Promise((loaded, failed) => {
    document.head.append(element('script', {
      src: VIEWER, onload: () => loaded(window.BpmnJS), onerror: () => failed(new Error('The diagram could not be loaded.')),
    }));
  });
  return viewer;
}

/**
 * Shows a diagram.
 *
 * @param place   the element to fill; must be visible, because the viewer measures it
 * @param xml     BPMN with its layout
 * @param current ids of the elements to mark
 */
export async function showDiagram(place, xml, current) {
  const Viewer = await loadViewer();
  const shown = new Viewer({container: place});
  await shown.importXML(xml);
  const canvas = shown.get('canvas');
  canvas.zoom('fit-viewport', 'auto');
  current.forEach(id => shown.get('elementRegistry').get(id) && canvas.addMarker(id, 'enrollment-here'));
  // the viewer's drawing is a picture: what it says stands beside it in words
  place.querySelector('svg')?.setAttribute('aria-hidden', 'true');
  const first = current.map(id => shown.get('elementRegistry').get(id)).find(Boolean);
  if (first) {
    // legible, with the place in the middle; a view box is in the coordinates of the diagram
    const scale = Math.max(canvas.zoom(), LEGIBLE);
    const {width, height} = canvas.getSize();
    canvas.viewbox({x: first.x + (first.width - width / scale) / 2, y: first.y + (first.height - height / scale) / 2, width: width / scale, height: height / scale});
  }
  return shown;
}
