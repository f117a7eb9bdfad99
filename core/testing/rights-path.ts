// The path of a declared route, filled with the things of a rights stand.
import { PARAMETERS, type Sent } from './rights-table.ts'

type Things = Parameters<NonNullable<Sent['query']>>[0]

export const pathAbout = (path: string, things: Things): string =>
  path.replace(/([\w-]+)\/:(\w+)/g, (_, before: string, name: string) => {
    const known = PARAMETERS[`${before}/:${name}`]
    return `${before}/${known && ('is' in known ? known.is : things[known.of])}`
  })
