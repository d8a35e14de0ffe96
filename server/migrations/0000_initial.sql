CREATE TABLE "administrator_labs" (
	"administrator_id" uuid NOT NULL,
	"lab" text NOT NULL,
	CONSTRAINT "administrator_labs_administrator_id_lab_pk" PRIMARY KEY("administrator_id","lab")
);
--> statement-breakpoint
CREATE TABLE "administrators" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"email" text NOT NULL,
	"password_hash" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "administrators_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "credentials" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"token_hash" text NOT NULL,
	"lab" text NOT NULL,
	"device_id" uuid NOT NULL,
	"grant_id" uuid NOT NULL,
	"scopes" text[] NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "credentials_token_hash_unique" UNIQUE("token_hash"),
	CONSTRAINT "credentials_grant_id_unique" UNIQUE("grant_id")
);
--> statement-breakpoint
CREATE TABLE "devices" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"lab" text NOT NULL,
	"hostname" text NOT NULL,
	"name" text NOT NULL,
	"technician_email" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"enrolled_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "grants" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"device_code_hash" text NOT NULL,
	"user_code_hash" text NOT NULL,
	"status" text DEFAULT 'pending' NOT NULL,
	"public_key" text NOT NULL,
	"key_fingerprint" text NOT NULL,
	"hostname" text NOT NULL,
	"client_name" text,
	"client_version" text,
	"client_platform" text,
	"requested_from" text NOT NULL,
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
	"consumed_at" timestamp with time zone,
	CONSTRAINT "grants_device_code_hash_unique" UNIQUE("device_code_hash"),
	CONSTRAINT "grants_user_code_hash_unique" UNIQUE("user_code_hash"),
	CONSTRAINT "grants_status" CHECK ("grants"."status" in ('pending', 'approved', 'denied', 'consumed')),
	CONSTRAINT "grants_decided_for_a_lab" CHECK ("grants"."status" in ('pending', 'denied') or "grants"."lab" is not null)
);
--> statement-breakpoint
CREATE TABLE "labs" (
	"name" text PRIMARY KEY NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id_hash" text PRIMARY KEY NOT NULL,
	"administrator_id" uuid NOT NULL,
	"csrf_secret" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
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
ALTER TABLE "administrator_labs" ADD CONSTRAINT "administrator_labs_administrator_id_administrators_id_fk" FOREIGN KEY ("administrator_id") REFERENCES "public"."administrators"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "administrator_labs" ADD CONSTRAINT "administrator_labs_lab_labs_name_fk" FOREIGN KEY ("lab") REFERENCES "public"."labs"("name") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_lab_labs_name_fk" FOREIGN KEY ("lab") REFERENCES "public"."labs"("name") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_device_id_devices_id_fk" FOREIGN KEY ("device_id") REFERENCES "public"."devices"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_grant_id_grants_id_fk" FOREIGN KEY ("grant_id") REFERENCES "public"."grants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "devices" ADD CONSTRAINT "devices_lab_labs_name_fk" FOREIGN KEY ("lab") REFERENCES "public"."labs"("name") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grants" ADD CONSTRAINT "grants_lab_labs_name_fk" FOREIGN KEY ("lab") REFERENCES "public"."labs"("name") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_administrator_id_administrators_id_fk" FOREIGN KEY ("administrator_id") REFERENCES "public"."administrators"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ssh_keys" ADD CONSTRAINT "ssh_keys_credential_id_credentials_id_fk" FOREIGN KEY ("credential_id") REFERENCES "public"."credentials"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ssh_keys" ADD CONSTRAINT "ssh_keys_lab_labs_name_fk" FOREIGN KEY ("lab") REFERENCES "public"."labs"("name") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "devices_lab_hostname" ON "devices" USING btree ("lab","hostname");--> statement-breakpoint
CREATE INDEX "grants_created_at" ON "grants" USING btree ("created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "ssh_keys_live_fingerprint" ON "ssh_keys" USING btree ("fingerprint") WHERE "ssh_keys"."removed_at" is null;