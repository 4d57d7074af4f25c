CREATE TRIGGER setup_events_keep_update BEFORE UPDATE ON setup_events
BEGIN
  SELECT RAISE(ABORT, 'history is insert-only');
END;
--> statement-breakpoint
CREATE TRIGGER setup_events_keep_delete BEFORE DELETE ON setup_events
BEGIN
  SELECT RAISE(ABORT, 'history is insert-only');
END;
