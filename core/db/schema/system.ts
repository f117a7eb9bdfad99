// How the machine was doing, a row a minute, for the charts of the last days.
import { index, integer, real, sqliteTable } from 'drizzle-orm/sqlite-core'

/** Null = could not be measured. Rows older than a week go. */
export const systemStats = sqliteTable(
  'system_stats',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    /** Per cent of all cores, over the minute before. */
    cpuUsage: real('cpu_usage'),
    gpuUsage: real('gpu_usage'),
    /** Bytes in use on the disk of our data, and its size. */
    diskUsage: integer('disk_usage'),
    diskTotal: integer('disk_total'),
    /** Bytes in use of the machine, or of our container where that has a limit, and how many there are. */
    memoryUsage: integer('memory_usage'),
    memoryTotal: integer('memory_total'),
    /** Channels in use whose device answers. */
    activeCameras: integer('active_cameras').notNull(),
    /** Relays that run. */
    activeStreams: integer('active_streams').notNull(),
    createdAt: integer('created_at', { mode: 'timestamp_ms' }).notNull(),
  },
  (table) => [index('idx_system_stats_created_at').on(table.createdAt)],
)
