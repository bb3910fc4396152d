"""Use cases: permission, rule, transaction, audit."""
