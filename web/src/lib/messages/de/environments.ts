import type { environments as english } from '../en/environments';

export const environments: Record<keyof typeof english, string> = {
  'environments.create': 'Neue Umgebung',
  'environments.created': 'Die Umgebung {environment} ist da',
  'environments.lead': 'Jede Umgebung hat eigene Flags, Schlüssel, Experimente und Daten.',
  'environments.version': 'Stand',

  'settings.approvals': 'Wie viele andere zustimmen müssen',
  'settings.attributes': 'Attribute, die behalten werden',
  'settings.attributesHint': 'Neben den IDs. Keines genannt: alle.',
  'settings.contexts': 'Eine Stichprobe jüngster Kontexte behalten',
  'settings.contextsHint': 'Für Vorschauen, zum Ausprobieren von Flags und für die Werte, die Bedingungen anbieten. Höchstens 1.000 Einheiten, einen Tag lang.',
  'settings.open': 'Einstellungen',
  'settings.review': 'Änderungen brauchen die Zustimmung einer zweiten Person',
  'settings.reviewHint': 'Ausschalten, Pausieren und Anhalten bleiben sofort möglich.',
  'settings.saved': 'Die Einstellungen von {environment} sind gespeichert',
  'settings.title': 'Einstellungen von {environment}',
};
