// English for walls of live pictures.

export const wallTexts = {} as const
