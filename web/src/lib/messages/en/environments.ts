export const environments = {
  'environments.create': 'New environment',
  'environments.created': 'Environment {environment} is there',
  'environments.lead': 'Each environment has its own flags, keys, experiments and data.',
  'environments.version': 'Version',

  'settings.approvals': 'How many others must approve',
  'settings.attributes': 'Attributes that are kept',
  'settings.attributesHint': 'Besides the ids. None named: all.',
  'settings.contexts': 'Keep a sample of recent contexts',
  'settings.contextsHint': 'For previews, for trying flags out, and for the values offered in conditions. At most 1,000 units, for a day.',
  'settings.open': 'Settings',
  'settings.review': 'Changes need the consent of a second person',
  'settings.reviewHint': 'Switching off, pausing and stopping stay possible at once.',
  'settings.saved': 'The settings of {environment} are saved',
  'settings.title': 'Settings of {environment}',
} as const;
