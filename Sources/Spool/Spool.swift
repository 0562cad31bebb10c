// Spool: the protocol that turns a shared directory into a queue, over a `Volume`.
