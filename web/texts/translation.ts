// What a translation of a table of English texts must hold.

/** A text in its plural forms (those of CLDR); a language names those that it has, and `other` always. */
export type Plural = Partial<Record<'zero' | 'one' | 'two' | 'few' | 'many', string>> & { other: string }

/** Every key of the English table, and none beside them. */
export type Translation<Table> = {
  readonly [Key in keyof Table]: Table[Key] extends string ? string : Plural
}
