"""The page cache: whole answers kept in the memory of each web process, in front of Django, and never stale.

A hit runs none of Django: it asks the database whether anything was committed since (`watchers`), drops what has changed
(`freshness`, `store`) and answers with bytes that are compressed already (`answers`).
"""

from cms.pagecache.cache import PageCache

__all__ = ["PageCache"]
