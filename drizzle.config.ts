// Where drizzle-kit finds the schema and puts migrations.
import { defineConfig } from 'drizzle-kit'

export default defineConfig({ dialect: 'sqlite', schema: './core/db/schema/index.ts', out: './core/db/migrations' })
