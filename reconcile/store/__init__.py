"""All access to the disk: the ledger, tables as files, the lock, the desk's own files, the workspace."""
