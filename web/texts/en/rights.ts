// English for the rights on all recorders.

export const rightsTexts = {} as const
