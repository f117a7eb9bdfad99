// Words that are written in Vietnamese as they are in English: no text is left untranslated because it holds nothing else.
export const same: readonly string[] = ['Camera', 'Delete', 'Enter', 'Esc', 'kbit', 'rtsp', 'stream1', 'stream2']
