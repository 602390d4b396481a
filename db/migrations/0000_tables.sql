CREATE TABLE "address" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "address_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"address" text collate "C" NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"added_at" timestamp with time zone DEFAULT now() NOT NULL,
	"changed_by" text NOT NULL,
	"op" text NOT NULL,
	"removed_at" timestamp with time zone,
	CONSTRAINT "address_address_unique" UNIQUE("address"),
	CONSTRAINT "address_grammar" CHECK (length("address"."address") <= 254 and "address"."address" ~ '^[a-z0-9.+_-]+@(?!-)[a-z0-9-]+(?<!-)(\.(?!-)[a-z0-9-]+(?<!-))+$'),
	CONSTRAINT "address_changed_by" CHECK ("address"."changed_by" ~ '^(postern|(slack|discord):[A-Za-z0-9]+/[A-Za-z0-9]+|terminal:[^[:space:]/]+|database:.+)$' and case when "address"."changed_by" ~ '^[sd][li]' then greatest(length(split_part(split_part("address"."changed_by", '/', 1), ':', 2)), length(split_part("address"."changed_by", '/', 2))) else length("address"."changed_by") - 9 end <= 64),
	CONSTRAINT "address_op" CHECK (length("address"."op") between 1 and 200)
);
--> statement-breakpoint
CREATE TABLE "address_word" (
	"word" text collate "C" NOT NULL,
	"address" text collate "C" NOT NULL,
	CONSTRAINT "address_word_once" PRIMARY KEY("word","address")
);
--> statement-breakpoint
CREATE TABLE "audit_channel" (
	"channel" text PRIMARY KEY NOT NULL,
	"posted_number" bigint NOT NULL,
	"lease_holder" text,
	"last_error_at" timestamp with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"lease_until" timestamp with time zone,
	"last_error" text,
	CONSTRAINT "audit_channel_posted_number" CHECK (posted_number >= 0)
);
--> statement-breakpoint
CREATE TABLE "audit_event" (
	"number" bigint PRIMARY KEY NOT NULL,
	"entry" text NOT NULL,
	"previous_hash" "bytea" NOT NULL,
	"hash" "bytea" NOT NULL,
	"kind" text NOT NULL,
	"address_id" bigint,
	"op" text NOT NULL,
	"actor" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "audit_event_previous_hash_unique" UNIQUE("previous_hash")
);
--> statement-breakpoint
CREATE TABLE "delivery" (
	"address_id" bigint NOT NULL,
	"tag" text NOT NULL,
	"device_id" bigint NOT NULL,
	"op" text NOT NULL,
	"added" boolean NOT NULL,
	"issued_to" text NOT NULL,
	"issued_at" timestamp with time zone DEFAULT now() NOT NULL,
	"delivered_at" timestamp with time zone,
	"withdrawn_at" timestamp with time zone,
	"withdrawn_by" text,
	"told_at" timestamp with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"lease_until" timestamp with time zone,
	"last_error" text,
	CONSTRAINT "delivery_tag_once" PRIMARY KEY("address_id","tag"),
	CONSTRAINT "delivery_tag" CHECK ("delivery"."tag" ~ '^[a-hjkmnp-z2-9]{4}$'),
	CONSTRAINT "delivery_in_time" CHECK (delivered_at <= issued_at + interval '2 minutes'),
	CONSTRAINT "delivery_one_end" CHECK (delivered_at is null or withdrawn_at is null),
	CONSTRAINT "delivery_withdrawn_by" CHECK ((withdrawn_at is null) = (withdrawn_by is null)),
	CONSTRAINT "delivery_told" CHECK (told_at is null or withdrawn_at is not null),
	CONSTRAINT "delivery_attempts" CHECK (attempts between 0 and 6)
);
--> statement-breakpoint
CREATE TABLE "device" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "device_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"address_id" bigint NOT NULL,
	"label" text NOT NULL,
	"kind" text NOT NULL,
	"protocols" text[] NOT NULL,
	"tag" text,
	"password_hash" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"added_at" timestamp with time zone DEFAULT now() NOT NULL,
	"added_by" text NOT NULL,
	"changed_by" text NOT NULL,
	"op" text NOT NULL,
	"disconnected_at" timestamp with time zone,
	CONSTRAINT "device_tag_once" UNIQUE("address_id","tag"),
	CONSTRAINT "device_label" CHECK (length("device"."label") between 1 and 64 and "device"."label" is nfc normalized and not "device"."label" ~ '[\u0001-\u001f\u007f-\u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u180e\u2000-\u200c\u200e\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ue000-\uf8ff\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f\U000f0000-\U000ffffd\U00100000-\U0010fffd]' and not "device"."label" ~ '^ |  | $' and "device"."label" ~ '[^\u200d\ufe0f ]'),
	CONSTRAINT "device_kind" CHECK (kind in ('phone', 'computer', 'tablet', 'other', 'generic')),
	CONSTRAINT "device_protocols" CHECK (cardinality(protocols) >= 1 and array_ndims(protocols) = 1 and cardinality(protocols) = (protocols @> '{imap}')::int + (protocols @> '{pop3}')::int + (protocols @> '{smtp}')::int),
	CONSTRAINT "device_tag" CHECK ((tag is null) = (kind = 'generic') and "device"."tag" ~ '^[a-hjkmnp-z2-9]{4}$'),
	CONSTRAINT "device_password_hash" CHECK (case kind when 'generic' then length("device"."password_hash") <= 500 and "device"."password_hash" ~ '^\{(BLF-CRYPT|SHA512-CRYPT|SHA256-CRYPT|MD5-CRYPT|DES-CRYPT|CRYPT|ARGON2ID|ARGON2I|PBKDF2|SCRAM-SHA-256|SCRAM-SHA-1|SSHA512|SSHA256|SSHA|SMD5)(\.(HEX|B64|hex|b64))?\}[!-~]+$' else length("device"."password_hash") = 71 and "device"."password_hash" ~ '^\{BLF-CRYPT\}\$2[aby]\$[0-9]{2}\$[./A-Za-z0-9]+$' end),
	CONSTRAINT "device_version" CHECK (version >= 1),
	CONSTRAINT "device_added_by" CHECK ("device"."added_by" ~ '^(postern|(slack|discord):[A-Za-z0-9]+/[A-Za-z0-9]+|terminal:[^[:space:]/]+|database:.+)$' and case when "device"."added_by" ~ '^[sd][li]' then greatest(length(split_part(split_part("device"."added_by", '/', 1), ':', 2)), length(split_part("device"."added_by", '/', 2))) else length("device"."added_by") - 9 end <= 64),
	CONSTRAINT "device_changed_by" CHECK ("device"."changed_by" ~ '^(postern|(slack|discord):[A-Za-z0-9]+/[A-Za-z0-9]+|terminal:[^[:space:]/]+|database:.+)$' and case when "device"."changed_by" ~ '^[sd][li]' then greatest(length(split_part(split_part("device"."changed_by", '/', 1), ':', 2)), length(split_part("device"."changed_by", '/', 2))) else length("device"."changed_by") - 9 end <= 64),
	CONSTRAINT "device_op" CHECK (length("device"."op") between 1 and 200)
);
--> statement-breakpoint
CREATE TABLE "device_use" (
	"device_id" bigint PRIMARY KEY NOT NULL,
	"used_at" timestamp with time zone NOT NULL,
	"network_address" "inet" NOT NULL,
	"protocol" text NOT NULL,
	CONSTRAINT "device_use_protocol" CHECK (protocol in ('imap', 'pop3', 'smtp'))
);
--> statement-breakpoint
CREATE TABLE "sign_out" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "sign_out_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"device_id" bigint NOT NULL,
	"address_id" bigint NOT NULL,
	"identity" text NOT NULL,
	"due_at" timestamp with time zone DEFAULT now() NOT NULL,
	"done_at" timestamp with time zone,
	"given_up_at" timestamp with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"lease_until" timestamp with time zone,
	"last_error" text,
	CONSTRAINT "sign_out_attempts" CHECK (attempts between 0 and 6)
);
--> statement-breakpoint
ALTER TABLE "device" ADD CONSTRAINT "device_address" FOREIGN KEY ("address_id") REFERENCES "public"."address"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "device_use" ADD CONSTRAINT "device_use_device" FOREIGN KEY ("device_id") REFERENCES "public"."device"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "audit_event_one_effect" ON "audit_event" USING btree ("op","address_id");--> statement-breakpoint
CREATE INDEX "audit_event_of_address" ON "audit_event" USING btree ("address_id","number");--> statement-breakpoint
CREATE INDEX "audit_event_disconnected" ON "audit_event" USING btree ("actor","at") WHERE kind = 'device.disconnected';--> statement-breakpoint
CREATE INDEX "delivery_of_op" ON "delivery" USING btree ("op");--> statement-breakpoint
CREATE INDEX "delivery_to" ON "delivery" USING btree ("issued_to","issued_at");--> statement-breakpoint
CREATE INDEX "delivery_pending" ON "delivery" USING btree ("issued_at") WHERE delivered_at is null and withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "delivery_untold" ON "delivery" USING btree ("withdrawn_at") WHERE withdrawn_at is not null and told_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "device_one_generic" ON "device" USING btree ("address_id") WHERE kind = 'generic' and disconnected_at is null;--> statement-breakpoint
CREATE INDEX "device_list" ON "device" USING btree ("address_id",(kind <> 'generic'),lower(label),"id") WHERE "device"."disconnected_at" is null;--> statement-breakpoint
CREATE INDEX "sign_out_of_device" ON "sign_out" USING btree ("address_id","device_id");--> statement-breakpoint
CREATE INDEX "sign_out_due" ON "sign_out" USING btree ("due_at") WHERE done_at is null and given_up_at is null;--> statement-breakpoint
CREATE INDEX "sign_out_given_up" ON "sign_out" USING btree ("given_up_at") WHERE done_at is null and given_up_at is not null;