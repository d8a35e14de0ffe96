CREATE TABLE "oauth_clients" (
	"client_id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "devices" ALTER COLUMN "hostname" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "grants" ALTER COLUMN "public_key" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "grants" ALTER COLUMN "key_fingerprint" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "grants" ADD COLUMN "dialect" text DEFAULT 'pychron' NOT NULL;--> statement-breakpoint
ALTER TABLE "grants" ADD COLUMN "client_id" text;--> statement-breakpoint
ALTER TABLE "grants" ADD COLUMN "requested_scopes" text[];--> statement-breakpoint
ALTER TABLE "grants" ADD CONSTRAINT "grants_client_id_oauth_clients_client_id_fk" FOREIGN KEY ("client_id") REFERENCES "public"."oauth_clients"("client_id") ON DELETE no action ON UPDATE no action;