// English for the zones of a camera's picture.

export const zoneTexts = {
  'zones.title': 'Zones',
  'zones.of': 'Zones of {channel}',
  'zones.open': 'Zones of this picture',
  'zones.back': 'Back to the camera',
  'zones.lead':
    'Alarms that name a place outside of all zones start no recording. Those that name none are recorded, and all are told.',
  'zones.none': 'There are no zones: alarms anywhere in the picture count.',
  'zones.how':
    'Drag corners, or move them with the arrow keys. A small circle adds a corner; Delete or a double click removes one.',
  'zones.name.new': 'Zone {number}',
  'zones.unnamed': 'Without a name',
  'zones.name': 'Name',
  'zones.color': 'Colour',
  'zones.on': 'Counts',
  'zones.off': 'does not count',
  'zones.add': 'New zone',
  'zones.save': 'Save zones',
  'zones.saved': 'Zones saved.',
  'zones.remove': 'Remove {name}',
  'zones.corner': 'Corner {number}: {x} % from the left, {y} % from the top',
  'zones.corner.add': 'Add a corner after corner {number}',
} as const
