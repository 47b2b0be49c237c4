"""The vault: sealed columns, and the keys that open them.

Three keys stand above one another. The **root key** is given by setting (`root.py`; a KMS fits behind the same
protocol) and wraps each **tenant key**; a tenant key wraps the **data keys**, one per case or person; a data key
seals columns (`cipher.py`, `fields.py`). Tenant and data keys lie wrapped in the key store, a database of its own,
so a dump of a tenant's schema opens nothing, and destroying a data key's bytes holds for every backup of the
tenant (`actions.py`).

A sealed value is bound to its schema, table, column, row and key: moved anywhere else it does not open.
Tenant keys stay in memory for at most a minute, data keys only while the tenant is entered (`bootstrapper.py`).
"""
