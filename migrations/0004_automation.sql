CREATE TABLE `endpoints` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`url` text NOT NULL,
	`description` text NOT NULL,
	`events` text,
	`acknowledges` integer NOT NULL,
	`sealed_secret` text NOT NULL,
	`key_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`disabled_at` integer,
	`disabled_reason` text,
	`removed_at` integer,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `endpoints_organization` ON `endpoints` (`organization_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `hook_deliveries` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`source` text NOT NULL,
	`received_at` integer NOT NULL,
	`event_id` text NOT NULL,
	`subject` text NOT NULL,
	`outcome` text NOT NULL,
	`code` text,
	`message` text NOT NULL,
	`collection_id` text,
	`request` text,
	`retry_at` integer,
	`tries` integer NOT NULL,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `hook_deliveries_newest` ON `hook_deliveries` (`organization_id`,`received_at`,`id`);--> statement-breakpoint
CREATE INDEX `hook_deliveries_event` ON `hook_deliveries` (`organization_id`,`source`,`event_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `hook_deliveries_once` ON `hook_deliveries` (`organization_id`,`event_id`) WHERE source = 'payments';--> statement-breakpoint
CREATE INDEX `hook_deliveries_retry` ON `hook_deliveries` (`retry_at`) WHERE retry_at is not null;--> statement-breakpoint
CREATE TABLE `hooks` (
	`organization_id` text NOT NULL,
	`source` text NOT NULL,
	`sealed_secret` text NOT NULL,
	`key_id` text NOT NULL,
	`settings` text NOT NULL,
	`created_at` integer NOT NULL,
	`mismatch_at` integer,
	PRIMARY KEY(`organization_id`, `source`),
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `collections_session` ON `collections` (`organization_id`,document ->> '$.sessionId');--> statement-breakpoint
CREATE INDEX `collections_payment` ON `collections` (`organization_id`,document ->> '$.payment.id');