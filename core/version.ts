// Which Porchlight this is: what package.json says, and nobody else.
export { version } from '../package.json' with { type: 'json' }
