// A JSON Schema as something to read: its type in a few words, its fields as a list.
import { html } from 'hono/html'

export type Schema = Record<string, unknown>
type Html = ReturnType<typeof html>

const REF = '#/components/schemas/'

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const listOf = (value: unknown): Schema[] => (Array.isArray(value) ? value.filter(isSchema) : [])

/** Text in which words between backticks are code. */
export function formatted(text = ''): (Html | string)[] {
  return text.split('`').map((part, index) => (index % 2 ? html`<code>${part}</code>` : part))
}

/** `string`, `integer or null`, `list of Device`. */
export function typeText(schema: Schema): Html | string {
  const { $ref: ref, items, additionalProperties: values } = schema
  if (typeof ref === 'string' && ref.startsWith(REF)) {
    const name = ref.slice(REF.length)
    return html`<a href="#schema-${name}">${name}</a>`
  }
  const choices = listOf(schema.anyOf ?? schema.oneOf ?? schema.allOf)
  if (choices.length) return html`${choices.map((choice, at) => html`${at ? ' or ' : ''}${typeText(choice)}`)}`
  if ('const' in schema) return JSON.stringify(schema.const)
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => JSON.stringify(value)).join(', ')
  if (schema.type === 'array') return html`list of ${isSchema(items) ? typeText(items) : 'anything'}`
  if (schema.type === 'object' && !schema.properties && isSchema(values)) return html`by name: ${typeText(values)}`
  const types = [schema.type ?? 'anything'].flat().map(String)
  return `${types.join(' or ')}${bounds(schema)}`
}

function bounds({ minimum, maximum, minLength, maxLength }: Schema): string {
  const [least, most] = [minimum ?? minLength, maximum ?? maxLength]
  // Beyond what a number can hold exactly is no bound of ours.
  const isBound = (value: unknown) => typeof value === 'number' && Math.abs(value) < Number.MAX_SAFE_INTEGER
  const unit = maxLength === undefined && minLength === undefined ? '' : ' characters'
  if (isBound(least) && isBound(most)) return ` (${least} to ${most}${unit})`
  if (isBound(most)) return ` (at most ${most}${unit})`
  return isBound(least) && least !== 0 ? ` (at least ${least}${unit})` : ''
}

/** The object whose fields are worth showing where this stands: itself, or what a list or choice of it holds. */
function inner(schema: Schema): Schema[] {
  if (isSchema(schema.properties)) return [schema]
  if (isSchema(schema.items)) return inner(schema.items)
  if (isSchema(schema.additionalProperties)) return inner(schema.additionalProperties)
  return listOf(schema.anyOf ?? schema.oneOf ?? schema.allOf).flatMap(inner)
}

/** Fields with type and meaning, those of objects inside below theirs; a schema without fields is its type alone. */
export function fields(schema: Schema): Html {
  const objects = inner(schema)
  const isPlain = isSchema(schema.properties)
  const head = isPlain ? '' : html`<p class="type">${typeText(schema)}</p>`
  return html`${head}${objects.map(fieldList)}`
}

function fieldList(schema: Schema): Html {
  const required = new Set(Array.isArray(schema.required) ? schema.required : [])
  const rows = Object.entries(isSchema(schema.properties) ? schema.properties : {}).flatMap(([name, value]) => {
    if (!isSchema(value)) return []
    const fallback = 'default' in value ? html`, ${JSON.stringify(value.default)} when left out` : ', optional'
    return html`<li>
      <code>${name}</code> <span class="type">${typeText(value)}${required.has(name) ? '' : fallback}</span>
      ${formatted(typeof value.description === 'string' ? value.description : '')}
      ${inner(value).map(fieldList)}
    </li>`
  })
  return html`<ul class="fields">${rows}</ul>`
}
