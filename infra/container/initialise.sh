#!/bin/sh
# Run once by PostgreSQL's image on an empty data folder, as its superuser.
set -eu
psql --username "$POSTGRES_USER" --dbname postgres --no-psqlrc --quiet \
    --set owner_password="$(cat /run/secrets/owner_password)" \
    --set pooler_password="$(cat /run/secrets/pooler_password)" \
    --file /srv/initialise.sql
