CREATE TABLE `api_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`label` text NOT NULL,
	`hash` text NOT NULL,
	`created_at` integer NOT NULL,
	`last_used_at` integer,
	`revoked_at` integer,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `api_keys_hash` ON `api_keys` (`hash`);--> statement-breakpoint
CREATE TABLE `collection_events` (
	`collection_id` text NOT NULL,
	`seq` integer NOT NULL,
	`at` integer NOT NULL,
	`status` text NOT NULL,
	`reason` text NOT NULL,
	`by` text NOT NULL,
	`detail` text NOT NULL,
	PRIMARY KEY(`collection_id`, `seq`),
	FOREIGN KEY (`collection_id`) REFERENCES `collections`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `collections` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`invoice_id` text NOT NULL,
	`invoice_number` text NOT NULL,
	`counter_id` text NOT NULL,
	`terminal_id` text NOT NULL,
	`status` text NOT NULL,
	`attention` text,
	`holds_invoice` integer NOT NULL,
	`remind_at` integer,
	`revision` integer NOT NULL,
	`idempotency_key` text NOT NULL,
	`request` text NOT NULL,
	`document` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `collections_idempotency` ON `collections` (`organization_id`,`idempotency_key`);--> statement-breakpoint
CREATE UNIQUE INDEX `collections_invoice_held` ON `collections` (`organization_id`,`invoice_id`) WHERE holds_invoice = 1;--> statement-breakpoint
CREATE INDEX `collections_newest` ON `collections` (`organization_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `collections_invoice` ON `collections` (`organization_id`,`invoice_number`,`created_at`);--> statement-breakpoint
CREATE INDEX `collections_unresolved` ON `collections` (`organization_id`,`invoice_id`) WHERE status = 'unresolved';--> statement-breakpoint
CREATE INDEX `collections_remind` ON `collections` (`remind_at`) WHERE remind_at is not null;--> statement-breakpoint
CREATE TABLE `counters` (
	`organization_id` text NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`terminal_id` text NOT NULL,
	`location_id` text,
	`created_at` integer NOT NULL,
	`retired_at` integer,
	PRIMARY KEY(`organization_id`, `id`),
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `counters_terminal` ON `counters` (`organization_id`,`terminal_id`) WHERE retired_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX `counters_name` ON `counters` (`organization_id`,`name`) WHERE retired_at is null;--> statement-breakpoint
CREATE TABLE `grants` (
	`organization_id` text NOT NULL,
	`service` text NOT NULL,
	`sealed_refresh_token` text NOT NULL,
	`key_id` text NOT NULL,
	`accounts_url` text NOT NULL,
	`api_url` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`organization_id`, `service`),
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `organizations` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`product` text NOT NULL,
	`payments_account_id` text NOT NULL,
	`time_zone` text NOT NULL,
	`settings` text NOT NULL,
	`created_at` integer NOT NULL
);
