-- Rights for PostgreSQL, run once by an administrator after the first opening of the store:
--
--     psql DATABASE --set schema=public --set owner=phasegate_owner \
--         --set app=phasegate_app --set reader=phasegate_reader --file postgresql_roles.sql
--
-- `owner` owns the tables and makes them anew when the product is upgraded; it cannot log in, an administrator
-- takes it on for that. `app` is what the product logs in as: it appends, and no statement of its own can change
-- or delete a row of the ledger. `reader` is for reports. The guards (ENABLE ALWAYS TRIGGER) stand behind this: they also
-- refuse the owner. A superuser can take them away; that is what checkpoints kept elsewhere are for.

CREATE ROLE :"owner" NOLOGIN;
CREATE ROLE :"app" LOGIN CONNECTION LIMIT 50;
CREATE ROLE :"reader" LOGIN CONNECTION LIMIT 10;

GRANT USAGE, CREATE ON SCHEMA :"schema" TO :"owner";
GRANT USAGE ON SCHEMA :"schema" TO :"app", :"reader";

SET search_path TO :"schema";

ALTER TABLE alembic_version OWNER TO :"owner";
ALTER TABLE ledger_log OWNER TO :"owner";
ALTER TABLE ledger_head OWNER TO :"owner";
ALTER TABLE ledger_entry OWNER TO :"owner";
ALTER TABLE ledger_tile OWNER TO :"owner";
ALTER TABLE ledger_checkpoint OWNER TO :"owner";
ALTER TABLE request OWNER TO :"owner";
ALTER TABLE document OWNER TO :"owner";
ALTER TABLE rollout OWNER TO :"owner";
ALTER TABLE gate OWNER TO :"owner";
ALTER TABLE waiting OWNER TO :"owner";
ALTER TABLE outbox OWNER TO :"owner";
ALTER TABLE delivery OWNER TO :"owner";
ALTER TABLE slack_message OWNER TO :"owner";
ALTER TABLE slack_showing OWNER TO :"owner";

REVOKE ALL ON ALL TABLES IN SCHEMA :"schema" FROM PUBLIC;
GRANT SELECT ON ALL TABLES IN SCHEMA :"schema" TO :"app";
GRANT INSERT ON ledger_entry, ledger_tile, ledger_checkpoint, request, document, delivery, slack_showing TO :"app";
GRANT UPDATE ON ledger_head TO :"app";
GRANT INSERT, UPDATE ON rollout, outbox, slack_message TO :"app";
GRANT INSERT, UPDATE, DELETE ON gate, waiting TO :"app";
GRANT SELECT ON alembic_version, ledger_log, ledger_head, ledger_entry, ledger_checkpoint, rollout, gate, waiting TO :"reader";
