CREATE TABLE `ended_sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`ends_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `setup_events` (
	`id` integer PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`at` integer NOT NULL,
	`by` text NOT NULL,
	`what` text NOT NULL,
	`detail` text NOT NULL,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `setup_events_newest` ON `setup_events` (`organization_id`,`at`);--> statement-breakpoint
ALTER TABLE `grants` ADD `zoho_user_id` text;--> statement-breakpoint
ALTER TABLE `grants` ADD `connected_by` text;--> statement-breakpoint
ALTER TABLE `grants` ADD `scopes` text;--> statement-breakpoint
ALTER TABLE `organizations` ADD `data_centre` text DEFAULT 'in' NOT NULL;--> statement-breakpoint
ALTER TABLE `organizations` ADD `sessions_from` integer DEFAULT 0 NOT NULL;