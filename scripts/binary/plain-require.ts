// Lets the bundler see what js-sha256 hides from bundlers for browsers.
import type { BunPlugin } from 'bun'

const HIDDEN = /\beval\(\s*(["'])(require\((["'])[\w:]+\3\)(?:\.\w+)?)\1\s*\)/g

/** `eval("require('crypto')")` finds no `require` in a program that is one module. */
export const withPlainRequire = (source: string) => source.replace(HIDDEN, '$2')

export const plainRequire: BunPlugin = {
  name: 'plain require',
  setup(build) {
    build.onLoad({ filter: /node_modules\/js-sha256\/src\/sha256\.js$/ }, async ({ path }) => {
      const source = await Bun.file(path).text()
      const contents = withPlainRequire(source)
      if (contents.includes('eval(')) throw new Error(`${path} hides something else now`)
      return { contents, loader: 'js' }
    })
  },
}
