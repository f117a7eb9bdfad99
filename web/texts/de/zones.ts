// German for the zones of a camera's picture.
import type { zoneTexts as english } from '../en/zones.ts'
import type { Translation } from '../translation.ts'

export const zoneTexts = {
  'zones.title': 'Zonen',
  'zones.of': 'Zonen von {channel}',
  'zones.open': 'Zonen dieses Bildes',
  'zones.back': 'Zurück zur Kamera',
  'zones.lead':
    'Alarme, die einen Ort außerhalb aller Zonen nennen, starten keine Aufnahme. Solche ohne Ort werden aufgenommen, und gemeldet werden alle.',
  'zones.none': 'Es gibt keine Zonen: Alarme überall im Bild zählen.',
  'zones.how':
    'Ecken ziehen oder mit den Pfeiltasten bewegen. Ein kleiner Kreis fügt eine Ecke hinzu; Entf oder ein Doppelklick entfernt eine.',
  'zones.name.new': 'Zone {number}',
  'zones.unnamed': 'Ohne Namen',
  'zones.name': 'Name',
  'zones.color': 'Farbe',
  'zones.on': 'Zählt',
  'zones.off': 'zählt nicht',
  'zones.add': 'Neue Zone',
  'zones.save': 'Zonen speichern',
  'zones.saved': 'Zonen gespeichert.',
  'zones.remove': '{name} entfernen',
  'zones.corner': 'Ecke {number}: {x} % von links, {y} % von oben',
  'zones.corner.add': 'Ecke nach Ecke {number} hinzufügen',
} satisfies Partial<Translation<typeof english>>
