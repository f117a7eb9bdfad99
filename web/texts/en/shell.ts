// English for search and keys of the shell, and for what is installed.

export const shellTexts = {} as const
