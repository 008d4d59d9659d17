// The part of Camunda's extension of BPMN that workflows use, in the form that bpmn-js reads, and access to it.

const attribute = name => ({name, type: 'String', isAttr: true});

export const CAMUNDA = {
  name: 'Camunda', uri: 'http://camunda.org/schema/1.0/bpmn', prefix: 'camunda', xml: {tagAlias: 'lowerCase'}, associations: [],
  types: [
    {name: 'Properties', superClass: ['Element'], properties: [{name: 'values', type: 'Property', isMany: true}]},
    {name: 'Property', superClass: ['Element'], properties: [attribute('id'), attribute('name'), attribute('value')]},
    {name: 'ExternalStep', extends: ['bpmn:ServiceTask'], properties: [attribute('type'), attribute('topic')]},
    {name: 'PersonStep', extends: ['bpmn:UserTask'], properties: [attribute('candidateGroups')]},
    {name: 'RulesStep', extends: ['bpmn:BusinessRuleTask'],
      properties: ['decisionRef', 'decisionRefBinding', 'decisionRefVersion', 'resultVariable'].map(attribute)},
    {name: 'CallStep', extends: ['bpmn:CallActivity'], properties: ['calledElementBinding', 'calledElementVersion'].map(attribute)},
  ],
};

const holder = object => object.extensionElements?.get('values').find(each => each.$type === 'camunda:Properties');

/** The value of an extension property; the empty text if there is none. */
export const property = (object, name) => holder(object)?.get('values')?.find(each => each.name === name)?.value ?? '';

/** Sets an extension property, as one step that can be undone; an empty value removes it. */
export function setProperty(modeler, shape, name, value) {
  const moddle = modeler.get('moddle');
  const object = shape.businessObject;
  const kept = (holder(object)?.get('values') ?? []).filter(each => each.name !== name).map(each => [each.name, each.value]);
  const wanted = value === '' ? kept : [...kept, [name, value]];
  const others = object.extensionElements?.get('values').filter(each => each.$type !== 'camunda:Properties') ?? [];
  const extension = moddle.create('bpmn:ExtensionElements', {values: [...others]});
  extension.$parent = object;
  if (wanted.length > 0) {
    const properties = moddle.create('camunda:Properties', {});
    properties.$parent = extension;
    properties.values = wanted.map(([key, text]) => {
      const made = moddle.create('camunda:Property', {name: key, value: text});
      made.$parent = properties;
      return made;
    });
    extension.values.push(properties);
  }
  modeler.get('modeling').updateProperties(shape, {extensionElements: extension.values.length > 0 ? extension : undefined});
}

/** Sets attributes; an empty text removes one. */
export function setAttributes(modeler, shape, attributes) {
  modeler.get('modeling').updateProperties(shape, Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, value === '' ? undefined : value])));
}

/** The ISO 8601 duration of a timer. */
export const durationOf = object => object.eventDefinitions?.[0]?.timeDuration?.body ?? '';

export function setDuration(modeler, shape, iso) {
  const moddle = modeler.get('moddle');
  const timer = moddle.create('bpmn:TimerEventDefinition', {});
  timer.timeDuration = moddle.create('bpmn:FormalExpression', {body: iso});
  timer.timeDuration.$parent = timer;
  timer.$parent = shape.businessObject;
  modeler.get('modeling').updateProperties(shape, {eventDefinitions: [timer]});
}

/** Sets the FEEL condition of a flow; an empty one removes it. */
export function setCondition(modeler, flow, feel) {
  const condition = feel === '' ? undefined : modeler.get('moddle').create('bpmn:FormalExpression', {body: feel, language: 'feel'});
  if (condition) {
    condition.$parent = flow.businessObject;
  }
  modeler.get('modeling').updateProperties(flow, {conditionExpression: condition});
}
