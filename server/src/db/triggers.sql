-- A grant moves forward only, whatever code asks for (security.md T10).
CREATE FUNCTION refuse_backward_grant() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.status, NEW.status) NOT IN (('pending', 'approved'), ('pending', 'denied'), ('approved', 'consumed')) THEN
    RAISE EXCEPTION 'A grant cannot go from % to %', OLD.status, NEW.status;
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER grants_forward_only BEFORE UPDATE OF status ON grants FOR EACH ROW
WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION refuse_backward_grant();
--> statement-breakpoint
-- Every server remembers which grants are pending, until when and with which interval: it must hear when that changes.
-- By the hash of its device code, which is all that is remembered of which grant it is.
CREATE FUNCTION announce_grant() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('grants', NEW.device_code_hash);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER grants_announced AFTER UPDATE OF status, interval_seconds, expires_at ON grants FOR EACH ROW
WHEN (OLD.status = 'pending' AND (OLD.status, OLD.interval_seconds, OLD.expires_at)
  IS DISTINCT FROM (NEW.status, NEW.interval_seconds, NEW.expires_at))
EXECUTE FUNCTION announce_grant();
--> statement-breakpoint
-- A git host in the process knows its keys by heart: it must hear of those that other servers add and remove.
CREATE FUNCTION announce_ssh_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('ssh_keys', NEW.fingerprint);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER ssh_keys_announced AFTER INSERT OR UPDATE OF removed_at ON ssh_keys FOR EACH ROW
EXECUTE FUNCTION announce_ssh_key();
--> statement-breakpoint
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% can only be appended to', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
--> statement-breakpoint
CREATE TRIGGER audit_events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_events
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
--> statement-breakpoint
CREATE TRIGGER audit_seals_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_seals
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
