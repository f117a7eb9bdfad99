// English for the first minutes.

export const setupTexts = {} as const
