export const segments = {
  'segments.create': 'New segment',
  'segments.deleteText': 'A segment that something still uses cannot be deleted.',
  'segments.deleteTitle': 'Delete {segment}?',
  'segments.deleted': '{segment} is deleted',
  'segments.lead': 'Named conditions, written once and used by flags and experiments.',
  'segments.none': 'No segment yet',
  'segments.noneHint': 'Give a name to people you target again and again: “beta testers”, “enterprise”.',
  'segments.revertText': 'What uses the segment follows at once.',
  'segments.saved': '{segment} is saved',
  'segments.segment': 'Segment',
  'segments.tab.edit': 'Definition',
  'segments.who': 'Who is in it',
} as const;
