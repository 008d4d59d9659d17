// The steps that a workflow may have: what they are called, how they are drawn, and how one is added to the diagram.

const task = topic => ({type: 'bpmn:ServiceTask', attributes: {'camunda:type': 'external', 'camunda:topic': topic}});

/** By kind: name for people, icon, what it does, how it is drawn. */
export const STEPS = {
  user: {name: 'Person', icon: 'person', text: 'A person decides, or fills in a form', label: 'Review application', shape: {type: 'bpmn:UserTask', attributes: {'camunda:candidateGroups': 'reviewer,coordinator'}}},
  request: {name: 'Other system', icon: 'broadcast', text: 'Asks another system and waits for its answer', label: 'Ask other system', shape: task('request:verify-account')},
  rules: {name: 'Rules', icon: 'table', text: 'Evaluates a rule set', label: 'Check rules', shape: {type: 'bpmn:BusinessRuleTask', attributes: {}}},
  requestInformation: {name: 'Ask applicant', icon: 'question-circle', text: 'Asks the applicant and waits for the answer', label: 'Ask applicant', shape: task('requestInformation')},
  notify: {name: 'Mail', icon: 'envelope', text: 'Sends a mail', label: 'Send mail', shape: task('notify')},
  setField: {name: 'Set a field', icon: 'pencil', text: 'Writes a value into the application', label: 'Set field', shape: task('setField')},
  decide: {name: 'Decide', icon: 'check2-square', text: 'Approves, rejects or puts on the waitlist', label: 'Decide', shape: task('decide')},
  call: {name: 'Other workflow', icon: 'diagram-3', text: 'Runs another workflow', label: 'Run workflow', shape: {type: 'bpmn:CallActivity', attributes: {}}},
  exclusiveGateway: {name: 'Choice', icon: 'signpost-split', text: 'Takes one of several ways, by conditions', label: 'Which way?', shape: {type: 'bpmn:ExclusiveGateway', attributes: {}}},
  parallelGateway: {name: 'In parallel', icon: 'plus-lg', text: 'Goes several ways at once, or joins them', label: '', shape: {type: 'bpmn:ParallelGateway', attributes: {}}},
  eventBasedGateway: {name: 'What comes first', icon: 'hourglass-split', text: 'Waits for the first of several timers', label: 'What comes first?', shape: {type: 'bpmn:EventBasedGateway', attributes: {}}},
  timer: {name: 'Wait', icon: 'clock', text: 'Waits for a time', label: 'Time passed', shape: {type: 'bpmn:IntermediateCatchEvent', timer: true, attributes: {}}},
  boundaryTimer: {name: 'Time limit', icon: 'stopwatch', text: 'Leads another way when the chosen step takes too long', label: 'Too late', shape: {type: 'bpmn:BoundaryEvent', timer: true, attributes: {}}},
  end: {name: 'End', icon: 'circle', text: 'The workflow ends', label: 'Ended', shape: {type: 'bpmn:EndEvent', attributes: {}}},
};

const GATEWAYS = ['exclusiveGateway', 'parallelGateway', 'eventBasedGateway'];
const GAP = 60;

/** The kind of an element of the diagram; 'flow', 'start', 'process', or null for what is only drawn. */
export function kindOf(shape) {
  const object = shape.businessObject;
  switch (object?.$type) {
    case 'bpmn:StartEvent': return 'start';
    case 'bpmn:EndEvent': return 'end';
    case 'bpmn:UserTask': return 'user';
    case 'bpmn:BusinessRuleTask': return 'rules';
    case 'bpmn:CallActivity': return 'call';
    case 'bpmn:ExclusiveGateway': return 'exclusiveGateway';
    case 'bpmn:ParallelGateway': return 'parallelGateway';
    case 'bpmn:EventBasedGateway': return 'eventBasedGateway';
    case 'bpmn:IntermediateCatchEvent': return 'timer';
    case 'bpmn:BoundaryEvent': return 'boundaryTimer';
    case 'bpmn:SequenceFlow': return 'flow';
    case 'bpmn:Process': case 'bpmn:Collaboration': return 'process';
    case 'bpmn:ServiceTask': {
      const topic = object.get('camunda:topic') ?? '';
      return topic.startsWith('request:') ? 'request' : STEPS[topic] ? topic : null;
    }
    default: return null;
  }
}

export const isStep = shape => !shape.labelTarget && !['flow', 'process', null].includes(kindOf(shape));

/** All steps of the diagram, from left to right. */
export const stepsOf = modeler => modeler.get('elementRegistry').filter(isStep).sort((one, other) => one.x - other.x || one.y - other.y);

/** Takes a time limit: a person or another system may be late. */
export const takesTimer = shape => ['user', 'request'].includes(kindOf(shape));

const middle = shape => ({x: shape.x + shape.width / 2, y: shape.y + shape.height / 2});

/**
 * Adds a step behind the chosen one, or in the middle of the picture; returns it.
 *
 * @param after the chosen step; null for none
 */
export function addStep(modeler, kind, after) {
  const {shape: {type, timer, attributes}, label} = STEPS[kind];
  const made = modeler.get('elementFactory').createShape({type, ...(timer && {eventDefinitionType: 'bpmn:TimerEventDefinition'})});
  Object.entries(attributes).forEach(([name, value]) => made.businessObject.set(name, value));
  if (label) {
    made.businessObject.name = label;
  }
  const modeling = modeler.get('modeling');
  const added = kind === 'boundaryTimer'
    ? modeling.createShape(made, {x: after.x + after.width - 20, y: after.y + after.height}, after, {attach: true})
    : after && kindOf(after) !== 'end' ? append(modeler, modeling, made, after) : modeling.createShape(made, freePlace(modeler), root(modeler));
  modeler.get('selection').select(added);
  return added;
}

const root = modeler => modeler.get('canvas').getRootElement();

function append(modeler, modeling, made, after) {
  const [flow, ...others] = after.outgoing;
  if (!flow || others.length > 0 || GATEWAYS.includes(kindOf(after)) || kindOf(after) === 'boundaryTimer') {
    return modeler.get('autoPlace').append(after, made);
  }
  // between the step and the next one: what is at the right moves to make room
  const right = after.x + after.width;
  const room = made.width + GAP;
  const moved = stepsOf(modeler).filter(shape => shape.x >= right && !shape.host);
  modeling.moveElements(moved, {x: room, y: 0});
  const added = modeling.createShape(made, {x: right + GAP + made.width / 2, y: middle(after).y}, after.parent);
  modeling.reconnectStart(flow, added, middle(added));
  modeling.connect(after, added);
  return added;
}

function freePlace(modeler) {
  const all = stepsOf(modeler);
  const lowest = Math.max(100, ...all.map(shape => shape.y + shape.height));
  const leftmost = all.length > 0 ? Math.min(...all.map(shape => shape.x)) : 200;
  return {x: leftmost + 60, y: lowest + 80};
}
