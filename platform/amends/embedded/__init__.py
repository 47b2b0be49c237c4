"""What `./amends up` and the tests run on a machine that has only Python: PostgreSQL, Redis and a supervisor.

`accounts` decides as whom a server runs, `folders` where its files and sockets lie, `locks` that only one of
us uses them, `processes` how a child is started and ended. `postgres` and `redis` describe one server each,
`supervisor` keeps a list of children alive, and `instance` puts together what `up` starts.

Nothing here imports Django: it must work before a database exists. What goes wrong in a way that a person can
repair is a `Trouble`, whose text is a plain sentence.
"""
