// The description of the API as one page of plain HTML: no script, so that nothing of it can be missing.
import { html } from 'hono/html'
import type { Described, Description } from '../openapi.ts'
import type { Right } from '../route.ts'
import { fields, formatted, typeText } from './schema.ts'

type Html = ReturnType<typeof html>

interface Operation extends Described {
  id: string
  method: string
  path: string
}

/** What a right means to whoever reads about the route. */
const RIGHTS: Record<Right, string> = {
  public: 'anybody.',
  ticket: 'whoever has the ticket in the path.',
  'signed-in': 'whoever is signed in.',
  view: 'everybody of the household; a viewer for channels granted to them.',
  playback: 'everybody of the household; a viewer for channels granted to them with playback.',
  export: 'everybody of the household; a viewer for channels granted to them with export.',
  ptz: 'everybody of the household; a viewer for channels granted to them with PTZ.',
  snapshot: 'admins and operators.',
  record: 'admins and operators.',
  acknowledge: 'admins and operators.',
  restart: 'admins and operators.',
  system: 'admins and operators.',
  manage: 'admins.',
  people: 'admins.',
  appliance: 'the founder of the appliance.',
}

function operationsOf({ paths }: Description): Operation[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      ...operation,
      id: operation.operationId ?? `${method} ${path}`,
      method: method.toUpperCase(),
      path,
    })),
  )
}

function parameters({ parameters: list = [] }: Operation): Html | string {
  if (list.length === 0) return ''
  const items = list.map(
    ({ name, in: place, required, description, schema }) =>
      html`<li>
        <code>${name}</code> <span class="type">${typeText(schema)}, in the ${place}${required ? '' : ', optional'}</span>
        ${formatted(description)}
      </li>`,
  )
  return html`<h4>Parameters</h4><ul class="fields">${items}</ul>`
}

function bodyOf({ requestBody }: Operation): Html | string {
  const schema = requestBody?.content['application/json']?.schema
  if (!schema) return ''
  return html`<h4>Body${requestBody?.required ? '' : ', may be left out'}</h4>${fields(schema)}`
}

function answers({ responses }: Operation): Html[] {
  return Object.entries(responses).map(([status, { description, content = {} }]) => {
    const [[type, { schema }] = ['', {}]] = Object.entries(content)
    const isError = Number(status) >= 400
    return html`<li>
      <strong>${status}</strong> ${formatted(description)}
      ${type && type !== 'application/json' ? html`<span class="type">${type}</span>` : ''}
      ${schema && !isError ? fields(schema) : ''}
    </li>`
  })
}

function operation(it: Operation): Html {
  return html`<details id="${it.id}">
    <summary><span class="method ${it.method.toLowerCase()}">${it.method}</span> <code>${it.path}</code>
      <span class="words">${it.summary}</span></summary>
    <div class="inside">
      <p class="right">Who may: ${RIGHTS[it['x-right']]}</p>
      ${parameters(it)} ${bodyOf(it)}
      <h4>Answers</h4>
      <ul class="answers">${answers(it)}</ul>
    </div>
  </details>`
}

/** The whole page; addresses in it are relative to `/api/`, wherever that is mounted. */
export function docsPage(description: Description): Html | Promise<string> {
  const operations = operationsOf(description)
  const { info, tags, components } = description
  const anchor = (name: string) => name.toLowerCase().replace(/\W+/g, '-')
  const chapters = tags.map(({ name, description: text }) => {
    const own = operations.filter((it) => it.tags?.includes(name))
    return html`<section aria-labelledby="${anchor(name)}">
      <h2 id="${anchor(name)}">${name}</h2>
      <p>${formatted(text)}</p>
      ${own.map(operation)}
    </section>`
  })
  const schemas = Object.entries(components.schemas).map(
    ([name, schema]) =>
      html`<details id="schema-${name}">
        <summary><code>${name}</code> <span class="words">${formatted(String(schema.description ?? ''))}</span></summary>
        <div class="inside">${fields(schema)}</div>
      </details>`,
  )
  return html`<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${info.title} API</title>
  <link rel="icon" href="../icon.svg">
  <link rel="stylesheet" href="docs.css">
</head>
<body>
  <nav aria-label="Chapters">
    <ul>${[...tags.map(({ name }) => name), 'Objects'].map((name) => html`<li><a href="#${anchor(name)}">${name}</a></li>`)}</ul>
  </nav>
  <main>
    <h1>${info.title} API <small>${info.version}</small></h1>
    <p>${formatted(info.description)}</p>
    <p>For programs: <a href="openapi.json">openapi.json</a> (OpenAPI ${description.openapi}). Errors look like
      <a href="#schema-Problem">Problem</a>.</p>
    ${chapters}
    <section aria-labelledby="objects">
      <h2 id="objects">Objects</h2>
      ${schemas}
    </section>
  </main>
</body>
</html>`
}
