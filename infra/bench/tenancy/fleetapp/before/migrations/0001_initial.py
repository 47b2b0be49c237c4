"""The same first migration."""

from importlib import import_module

Migration = import_module("infra.bench.tenancy.fleetapp.migrations.0001_initial").Migration
