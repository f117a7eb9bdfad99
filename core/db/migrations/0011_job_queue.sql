DROP INDEX `jobs_state`;--> statement-breakpoint
CREATE INDEX `jobs_queue` ON `jobs` (`state`,`kind`,"priority" desc,`id`);--> statement-breakpoint
CREATE INDEX `jobs_rest` ON `jobs` (`state`,`not_before`);