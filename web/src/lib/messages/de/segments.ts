import type { segments as english } from '../en/segments';

export const segments: Record<keyof typeof english, string> = {
  'segments.create': 'Neues Segment',
  'segments.deleteText': 'Ein Segment, das noch benutzt wird, kann nicht gelöscht werden.',
  'segments.deleteTitle': '{segment} löschen?',
  'segments.deleted': '{segment} ist gelöscht',
  'segments.lead': 'Benannte Bedingungen, einmal geschrieben, von Flags und Experimenten benutzt.',
  'segments.none': 'Noch kein Segment',
  'segments.noneHint': 'Gib Menschen, die du immer wieder ansprichst, einen Namen: „Betatester“, „Großkunden“.',
  'segments.revertText': 'Was das Segment verwendet, folgt sofort.',
  'segments.saved': '{segment} ist gespeichert',
  'segments.segment': 'Segment',
  'segments.tab.edit': 'Definition',
  'segments.who': 'Wer dazugehört',
};
