from importlib import import_module

Migration = import_module("infra.fleetapp.migrations.0001_initial").Migration
