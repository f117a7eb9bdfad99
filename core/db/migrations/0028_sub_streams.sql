ALTER TABLE `devices` ADD `sub_address` text;--> statement-breakpoint
ALTER TABLE `devices` ADD `sub_stream_address` text;