// Spanish as pages load it: a file of its own in the bundle.
import { wholeTable } from '../whole-table.ts' with { type: 'macro' }

export const texts = wholeTable('es')
