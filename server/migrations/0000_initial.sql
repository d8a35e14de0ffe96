CREATE TABLE "audit_events" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
	"kind" text NOT NULL,
	"actor" text NOT NULL,
	"actor_id" uuid,
	"actor_name" text,
	"lab" text,
	"grant_id" uuid,
	"credential_id" uuid,
	"device_id" uuid,
	"address" text,
	"facts" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_head" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"count" bigint NOT NULL,
	"hash" text NOT NULL,
	"seal" text NOT NULL,
	"awaited" jsonb DEFAULT '[]'::jsonb NOT NULL,
	CONSTRAINT "audit_head_single" CHECK ("audit_head"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE "audit_seals" (
	"position" bigint PRIMARY KEY NOT NULL,
	"event_id" bigint NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "audit_seals_event_id_unique" UNIQUE("event_id")
);
--> statement-breakpoint
CREATE TABLE "enrollment_day_grants" (
	"grant_id" uuid PRIMARY KEY NOT NULL,
	"day_id" uuid NOT NULL
);
--> statement-breakpoint
CREATE TABLE "enrollment_days" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"lab" text NOT NULL,
	"machines" integer NOT NULL,
	"networks" text[] NOT NULL,
	"technician_email" text,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"announced_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "enrollment_days_span" CHECK ("enrollment_days"."starts_at" < "enrollment_days"."ends_at")
);
--> statement-breakpoint
CREATE TABLE "expected_devices" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"lab" text NOT NULL,
	"hostname" text NOT NULL,
	"technician_email" text,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"announced_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"met_at" timestamp with time zone,
	CONSTRAINT "expected_devices_span" CHECK ("expected_devices"."starts_at" < "expected_devices"."ends_at")
);
--> statement-breakpoint
CREATE TABLE "key_changes" (
	"fingerprint" text PRIMARY KEY NOT NULL,
	"lab" text NOT NULL,
	"turn" uuid DEFAULT gen_random_uuid() NOT NULL,
	"settle_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sign_in_attempts" (
	"pair" text PRIMARY KEY NOT NULL,
	"count" integer NOT NULL,
	"last_at" timestamp with time zone NOT NULL,
	"blocked_until" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "wrong_user_codes" (
	"account" text NOT NULL,
	"network" text NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"kind" text NOT NULL,
	"recipient" text NOT NULL,
	"grant_id" uuid,
	"administrator_id" uuid,
	"created_at" timestamp with time zone NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp with time zone NOT NULL,
	"done_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "administrator_labs" (
	"administrator_id" uuid NOT NULL,
	"lab" text NOT NULL,
	CONSTRAINT "administrator_labs_administrator_id_lab_pk" PRIMARY KEY("administrator_id","lab")
);
--> statement-breakpoint
CREATE TABLE "administrators" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"number" integer GENERATED ALWAYS AS IDENTITY (sequence name "administrators_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"email" text NOT NULL,
	"password_hash" text NOT NULL,
	"may_grant" text[] NOT NULL,
	"server_administrator" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "administrators_number_unique" UNIQUE("number"),
	CONSTRAINT "administrators_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "credentials" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"number" integer GENERATED ALWAYS AS IDENTITY (sequence name "credentials_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"token_hash" text,
	"lab" text,
	"administrator_id" uuid,
	"name" text,
	"device_id" uuid,
	"grant_id" uuid NOT NULL,
	"scopes" text[] NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"last_used_at" timestamp with time zone,
	"expires_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	"acknowledge_by" timestamp with time zone,
	"acknowledged_at" timestamp with time zone,
	CONSTRAINT "credentials_number_unique" UNIQUE("number"),
	CONSTRAINT "credentials_token_hash_unique" UNIQUE("token_hash"),
	CONSTRAINT "credentials_grant_id_unique" UNIQUE("grant_id"),
	CONSTRAINT "credentials_of_a_lab_or_a_person" CHECK (("credentials"."lab" is null) <> ("credentials"."administrator_id" is null)),
	CONSTRAINT "credentials_of_a_lab_on_a_device" CHECK ("credentials"."lab" is null or "credentials"."device_id" is not null)
);
--> statement-breakpoint
CREATE TABLE "devices" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"lab" text,
	"administrator_id" uuid,
	"hostname" text,
	"client_device_identifier" text,
	"name" text,
	"technician_email" text,
	"platform" text,
	"client" text,
	"client_version" text,
	"ip_address" text,
	"mac_address" text,
	"sync_mode" text DEFAULT 'api' NOT NULL,
	"sync_enabled" boolean DEFAULT true NOT NULL,
	"sync_config" jsonb,
	"last_seen_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone,
	"enrolled_at" timestamp with time zone NOT NULL,
	CONSTRAINT "devices_of_a_lab_or_a_person" CHECK (("devices"."lab" is null) <> ("devices"."administrator_id" is null))
);
--> statement-breakpoint
CREATE TABLE "grants" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"dialect" text NOT NULL,
	"device_code_hash" text NOT NULL,
	"user_code_hash" text NOT NULL,
	"status" text DEFAULT 'pending' NOT NULL,
	"public_key" text,
	"key_fingerprint" text,
	"hostname" text NOT NULL,
	"client_id" text,
	"client_name" text,
	"client_version" text,
	"client_platform" text,
	"client_device_identifier" text,
	"requested_scopes" text[],
	"requested_from" text NOT NULL,
	"requested_network" text NOT NULL,
	"acknowledges" boolean DEFAULT false NOT NULL,
	"interval_seconds" integer NOT NULL,
	"last_polled_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"decided_at" timestamp with time zone,
	"decided_by" text,
	"lab" text,
	"technician_email" text,
	"scopes" text[],
	"device_name" text,
	"credential_lifetime" text,
	"reason" text,
	"disown_hash" text,
	"consumed_at" timestamp with time zone,
	"sealed_answer" text,
	CONSTRAINT "grants_device_code_hash_unique" UNIQUE("device_code_hash"),
	CONSTRAINT "grants_user_code_hash_unique" UNIQUE("user_code_hash"),
	CONSTRAINT "grants_status" CHECK ("grants"."status" in ('pending', 'approved', 'denied', 'consumed')),
	CONSTRAINT "grants_decided_for_a_lab" CHECK ("grants"."status" in ('pending', 'denied') or "grants"."lab" is not null or "grants"."dialect" = 'romm'),
	CONSTRAINT "grants_keyed" CHECK ("grants"."dialect" <> 'pychron' or ("grants"."public_key" is not null and "grants"."key_fingerprint" is not null))
);
--> statement-breakpoint
CREATE TABLE "labs" (
	"name" text PRIMARY KEY NOT NULL,
	"asks_for_reasons" boolean,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "oauth_clients" (
	"client_id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id_hash" text PRIMARY KEY NOT NULL,
	"administrator_id" uuid NOT NULL,
	"csrf_secret" text NOT NULL,
	"signed_in_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ssh_keys" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"credential_id" uuid NOT NULL,
	"lab" text NOT NULL,
	"public_key" text NOT NULL,
	"fingerprint" text NOT NULL,
	"bot_username" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"removed_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "enrollment_day_grants" ADD CONSTRAINT "enrollment_day_grants_grant_id_grants_id_fk" FOREIGN KEY ("grant_id") REFERENCES "public"."grants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enrollment_day_grants" ADD CONSTRAINT "enrollment_day_grants_day_id_enrollment_days_id_fk" FOREIGN KEY ("day_id") REFERENCES "public"."enrollment_days"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enrollment_days" ADD CONSTRAINT "enrollment_days_lab_labs_name_fk" FOREIGN KEY ("lab") REFERENCES "public"."labs"("name") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "expected_devices" ADD CONSTRAINT "expected_devices_lab_labs_name_fk" FOREIGN KEY ("lab") REFERENCES "public"."labs"("name") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "key_changes" ADD CONSTRAINT "key_changes_lab_labs_name_fk" FOREIGN KEY ("lab") REFERENCES "public"."labs"("name") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_grant_id_grants_id_fk" FOREIGN KEY ("grant_id") REFERENCES "public"."grants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_administrator_id_administrators_id_fk" FOREIGN KEY ("administrator_id") REFERENCES "public"."administrators"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "administrator_labs" ADD CONSTRAINT "administrator_labs_administrator_id_administrators_id_fk" FOREIGN KEY ("administrator_id") REFERENCES "public"."administrators"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "administrator_labs" ADD CONSTRAINT "administrator_labs_lab_labs_name_fk" FOREIGN KEY ("lab") REFERENCES "public"."labs"("name") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_lab_labs_name_fk" FOREIGN KEY ("lab") REFERENCES "public"."labs"("name") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_administrator_id_administrators_id_fk" FOREIGN KEY ("administrator_id") REFERENCES "public"."administrators"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_device_id_devices_id_fk" FOREIGN KEY ("device_id") REFERENCES "public"."devices"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_grant_id_grants_id_fk" FOREIGN KEY ("grant_id") REFERENCES "public"."grants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "devices" ADD CONSTRAINT "devices_lab_labs_name_fk" FOREIGN KEY ("lab") REFERENCES "public"."labs"("name") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "devices" ADD CONSTRAINT "devices_administrator_id_administrators_id_fk" FOREIGN KEY ("administrator_id") REFERENCES "public"."administrators"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grants" ADD CONSTRAINT "grants_client_id_oauth_clients_client_id_fk" FOREIGN KEY ("client_id") REFERENCES "public"."oauth_clients"("client_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grants" ADD CONSTRAINT "grants_lab_labs_name_fk" FOREIGN KEY ("lab") REFERENCES "public"."labs"("name") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_administrator_id_administrators_id_fk" FOREIGN KEY ("administrator_id") REFERENCES "public"."administrators"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ssh_keys" ADD CONSTRAINT "ssh_keys_credential_id_credentials_id_fk" FOREIGN KEY ("credential_id") REFERENCES "public"."credentials"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ssh_keys" ADD CONSTRAINT "ssh_keys_lab_labs_name_fk" FOREIGN KEY ("lab") REFERENCES "public"."labs"("name") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_events_at" ON "audit_events" USING btree ("at","id");--> statement-breakpoint
CREATE INDEX "audit_events_grant" ON "audit_events" USING btree ("grant_id") WHERE "audit_events"."grant_id" is not null;--> statement-breakpoint
CREATE INDEX "enrollment_day_grants_day" ON "enrollment_day_grants" USING btree ("day_id");--> statement-breakpoint
CREATE INDEX "enrollment_days_lab" ON "enrollment_days" USING btree ("lab","ends_at");--> statement-breakpoint
CREATE INDEX "expected_devices_hostname" ON "expected_devices" USING btree (lower("hostname"));--> statement-breakpoint
CREATE INDEX "expected_devices_lab" ON "expected_devices" USING btree ("lab","ends_at");--> statement-breakpoint
CREATE INDEX "sign_in_attempts_last_at" ON "sign_in_attempts" USING btree ("last_at");--> statement-breakpoint
CREATE INDEX "wrong_user_codes_at" ON "wrong_user_codes" USING btree ("at");--> statement-breakpoint
CREATE UNIQUE INDEX "outbox_grant" ON "outbox" USING btree ("grant_id");--> statement-breakpoint
CREATE INDEX "outbox_administrator" ON "outbox" USING btree ("administrator_id","created_at");--> statement-breakpoint
CREATE INDEX "outbox_waiting" ON "outbox" USING btree ("next_attempt_at") WHERE "outbox"."done_at" is null;--> statement-breakpoint
CREATE INDEX "credentials_administrator" ON "credentials" USING btree ("administrator_id");--> statement-breakpoint
CREATE INDEX "credentials_device" ON "credentials" USING btree ("device_id");--> statement-breakpoint
CREATE INDEX "credentials_unacknowledged" ON "credentials" USING btree ("acknowledge_by") WHERE "credentials"."acknowledge_by" is not null and "credentials"."acknowledged_at" is null and "credentials"."revoked_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "devices_lab_hostname" ON "devices" USING btree ("lab","hostname");--> statement-breakpoint
CREATE UNIQUE INDEX "devices_administrator_client" ON "devices" USING btree ("administrator_id","client_device_identifier");--> statement-breakpoint
CREATE INDEX "grants_created_at" ON "grants" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "grants_requested_network" ON "grants" USING btree ("requested_network","created_at");--> statement-breakpoint
CREATE INDEX "grants_unused" ON "grants" USING btree ("created_at") WHERE "grants"."status" <> 'consumed';--> statement-breakpoint
CREATE UNIQUE INDEX "grants_disown_hash" ON "grants" USING btree ("disown_hash") WHERE "grants"."disown_hash" is not null;--> statement-breakpoint
CREATE INDEX "grants_technician_told" ON "grants" USING btree ("decided_at") WHERE "grants"."technician_email" is not null;--> statement-breakpoint
CREATE INDEX "grants_sealed_answers" ON "grants" USING btree ("consumed_at") WHERE "grants"."sealed_answer" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "ssh_keys_live_fingerprint" ON "ssh_keys" USING btree ("fingerprint") WHERE "ssh_keys"."removed_at" is null;
--> statement-breakpoint
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
