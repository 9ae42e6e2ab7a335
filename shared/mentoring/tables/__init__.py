"""Items of the shared tables, one module per owning service. Any service may read them; only the owner writes them.

Keys and access patterns: docs/access-patterns.md. All instants are RFC 3339 text in UTC (`mentoring.clock.iso`).
"""
