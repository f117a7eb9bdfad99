// Words that are written in Spanish as they are in English: no text is left untranslated because it holds nothing else.
export const same: readonly string[] = [
  'Broker',
  'Detector',
  'Error',
  'Esc',
  'Firmware',
  'No',
  'Variable',
  'Webhooks',
  'animal',
  'clip',
  'clips',
  'kbit',
  'no',
  // In examples of addresses.
  'porchlight',
  'rtsp',
  'stream1',
  'stream2',
]
