"""Sealed identities and addresses: the key lies outside the database, every look is counted."""
