"""The tables of the archive, and how an older archive becomes one of today.

``user_version`` counts the migrations that an archive has been through. A migration that has been
released is never changed; what comes later is a new one.

Times are microseconds since 1970 in UTC: exact, and quick to turn into datetimes. The checks on
types are for ``quick_check``, which compares every row with them: a damaged byte that makes a text a
number is noticed when the archive is opened, not in the middle of a paper.
"""

from __future__ import annotations

APPLICATION = 0x64676573
"""What marks a SQLite file as an archive of digest ("dges")."""

_FIRST = (
    """
    CREATE TABLE sources (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE CHECK (typeof(id) = 'text'),
        title TEXT NOT NULL DEFAULT '' CHECK (typeof(title) = 'text'),
        checkpoint TEXT NOT NULL DEFAULT '{}' CHECK (typeof(checkpoint) = 'text'),
        answered INTEGER CHECK (typeof(answered) IN ('integer', 'null')),
        shown INTEGER CHECK (typeof(shown) IN ('integer', 'null')),
        failing_since INTEGER CHECK (typeof(failing_since) IN ('integer', 'null')),
        failures INTEGER NOT NULL DEFAULT 0 CHECK (typeof(failures) = 'integer'),
        problem TEXT NOT NULL DEFAULT '' CHECK (typeof(problem) = 'text'),
        moved TEXT NOT NULL DEFAULT '' CHECK (typeof(moved) = 'text'),
        moves INTEGER NOT NULL DEFAULT 0 CHECK (typeof(moves) = 'integer')
    )
    """,
    """
    CREATE TABLE items (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        source INTEGER NOT NULL CHECK (typeof(source) = 'integer'),
        published INTEGER NOT NULL CHECK (typeof(published) = 'integer'),
        seen INTEGER NOT NULL CHECK (typeof(seen) = 'integer'),
        backlog INTEGER NOT NULL CHECK (typeof(backlog) = 'integer'),
        key TEXT NOT NULL CHECK (typeof(key) = 'text'),
        url TEXT NOT NULL CHECK (typeof(url) = 'text'),
        page TEXT NOT NULL CHECK (typeof(page) = 'text'),
        title TEXT NOT NULL CHECK (typeof(title) = 'text'),
        summary TEXT NOT NULL CHECK (typeof(summary) = 'text'),
        author TEXT NOT NULL CHECK (typeof(author) = 'text'),
        language TEXT NOT NULL CHECK (typeof(language) = 'text'),
        links TEXT NOT NULL CHECK (typeof(links) = 'text'),
        folded TEXT NOT NULL CHECK (typeof(folded) = 'text'),
        more TEXT NOT NULL CHECK (typeof(more) = 'text')
    )
    """,
    "CREATE INDEX items_published ON items (source, published)",
    """
    CREATE TABLE sightings (
        item INTEGER PRIMARY KEY,
        source INTEGER NOT NULL CHECK (typeof(source) = 'integer'),
        key INTEGER CHECK (typeof(key) IN ('integer', 'null')),
        page INTEGER CHECK (typeof(page) IN ('integer', 'null')),
        title INTEGER CHECK (typeof(title) IN ('integer', 'null')),
        text INTEGER CHECK (typeof(text) IN ('integer', 'null')),
        dated INTEGER CHECK (typeof(dated) IN ('integer', 'null')),
        seen INTEGER NOT NULL CHECK (typeof(seen) = 'integer')
    )
    """,
    "CREATE INDEX sightings_key ON sightings (source, key)",
    "CREATE INDEX sightings_page ON sightings (source, page)",
    "CREATE INDEX sightings_text ON sightings (source, text)",
    "CREATE INDEX sightings_seen ON sightings (seen)",
    """
    CREATE TABLE editions (
        name TEXT NOT NULL CHECK (typeof(name) = 'text'),
        number INTEGER NOT NULL CHECK (typeof(number) = 'integer'),
        until INTEGER NOT NULL CHECK (typeof(until) = 'integer'),
        last INTEGER NOT NULL CHECK (typeof(last) = 'integer'),
        moves INTEGER NOT NULL CHECK (typeof(moves) = 'integer'),
        body BLOB NOT NULL CHECK (typeof(body) = 'blob'),
        PRIMARY KEY (name, number)
    )
    """,
    """
    CREATE TABLE printed (
        item INTEGER NOT NULL,
        name TEXT NOT NULL CHECK (typeof(name) = 'text'),
        number INTEGER NOT NULL CHECK (typeof(number) = 'integer'),
        story TEXT NOT NULL CHECK (typeof(story) = 'text'),
        PRIMARY KEY (item, name, number)
    ) WITHOUT ROWID
    """,
)

_ACCOUNTS = (
    """
    CREATE TABLE people (
        network TEXT NOT NULL CHECK (typeof(network) = 'text'),
        id TEXT NOT NULL CHECK (typeof(id) = 'text'),
        handle TEXT NOT NULL CHECK (typeof(handle) = 'text'),
        name TEXT NOT NULL CHECK (typeof(name) = 'text'),
        seen INTEGER NOT NULL CHECK (typeof(seen) = 'integer'),
        PRIMARY KEY (network, id)
    )
    """,
    "CREATE INDEX people_handle ON people (network, handle)",
    """
    CREATE TABLE spending (
        number INTEGER PRIMARY KEY,
        network TEXT NOT NULL CHECK (typeof(network) = 'text'),
        at INTEGER NOT NULL CHECK (typeof(at) = 'integer'),
        cost INTEGER NOT NULL CHECK (typeof(cost) = 'integer'),
        things INTEGER NOT NULL CHECK (typeof(things) = 'integer'),
        settled INTEGER NOT NULL CHECK (typeof(settled) = 'integer')
    )
    """,
    "CREATE INDEX spending_at ON spending (at)",
    """
    CREATE TABLE reads (
        network TEXT NOT NULL CHECK (typeof(network) = 'text'),
        day INTEGER NOT NULL CHECK (typeof(day) = 'integer'),
        kind TEXT NOT NULL CHECK (typeof(kind) = 'text'),
        id TEXT NOT NULL CHECK (typeof(id) = 'text'),
        PRIMARY KEY (network, day, kind, id)
    )
    """,
    """
    CREATE TABLE links (
        address TEXT PRIMARY KEY CHECK (typeof(address) = 'text'),
        leads_to TEXT NOT NULL CHECK (typeof(leads_to) = 'text')
    )
    """,
    """
    CREATE TABLE echoes (
        account TEXT NOT NULL CHECK (typeof(account) = 'text'),
        post TEXT NOT NULL CHECK (typeof(post) = 'text'),
        at INTEGER NOT NULL CHECK (typeof(at) = 'integer'),
        echo INTEGER NOT NULL CHECK (typeof(echo) = 'integer'),
        PRIMARY KEY (account, post)
    )
    """,
)

_HANDS = (
    """
    CREATE TABLE lessons (
        number INTEGER PRIMARY KEY,
        at INTEGER NOT NULL CHECK (typeof(at) = 'integer'),
        hand TEXT NOT NULL CHECK (typeof(hand) = 'text'),
        source TEXT NOT NULL CHECK (typeof(source) = 'text'),
        story TEXT NOT NULL CHECK (typeof(story) = 'text'),
        folded TEXT NOT NULL CHECK (typeof(folded) = 'text')
    )
    """,
    """
    CREATE TABLE alerts (
        item INTEGER PRIMARY KEY,
        at INTEGER NOT NULL CHECK (typeof(at) = 'integer')
    )
    """,
)

_QUEUE = (
    """
    CREATE TABLE drafts (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        story TEXT NOT NULL CHECK (typeof(story) = 'text'),
        paper TEXT NOT NULL CHECK (typeof(paper) = 'text'),
        edition INTEGER NOT NULL CHECK (typeof(edition) = 'integer'),
        section TEXT NOT NULL CHECK (typeof(section) = 'text'),
        url TEXT NOT NULL CHECK (typeof(url) = 'text'),
        must_see INTEGER NOT NULL CHECK (typeof(must_see) = 'integer'),
        made INTEGER NOT NULL CHECK (typeof(made) = 'integer')
    )
    """,
    "CREATE INDEX drafts_story ON drafts (story)",
    """
    CREATE TABLE drafted (
        item INTEGER NOT NULL,
        draft INTEGER NOT NULL CHECK (typeof(draft) = 'integer'),
        PRIMARY KEY (item, draft)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE posts (
        draft INTEGER NOT NULL CHECK (typeof(draft) = 'integer'),
        network TEXT NOT NULL CHECK (typeof(network) = 'text'),
        state TEXT NOT NULL CHECK (typeof(state) = 'text'),
        text TEXT NOT NULL CHECK (typeof(text) = 'text'),
        card INTEGER NOT NULL CHECK (typeof(card) = 'integer'),
        comment TEXT NOT NULL CHECK (typeof(comment) = 'text'),
        edited INTEGER NOT NULL CHECK (typeof(edited) = 'integer'),
        slot TEXT NOT NULL CHECK (typeof(slot) = 'text'),
        due INTEGER CHECK (typeof(due) IN ('integer', 'null')),
        attempted INTEGER CHECK (typeof(attempted) IN ('integer', 'null')),
        key TEXT NOT NULL CHECK (typeof(key) = 'text'),
        cost INTEGER NOT NULL CHECK (typeof(cost) = 'integer'),
        post TEXT NOT NULL CHECK (typeof(post) = 'text'),
        address TEXT NOT NULL CHECK (typeof(address) = 'text'),
        posted INTEGER CHECK (typeof(posted) IN ('integer', 'null')),
        problem TEXT NOT NULL CHECK (typeof(problem) = 'text'),
        PRIMARY KEY (draft, network)
    ) WITHOUT ROWID
    """,
    """
    CREATE UNIQUE INDEX posts_slot ON posts (network, slot)
        WHERE slot <> '' AND state IN ('approved', 'sending', 'unclear', 'posted')
    """,
    """
    CREATE TABLE changes (
        number INTEGER PRIMARY KEY,
        draft INTEGER NOT NULL CHECK (typeof(draft) = 'integer'),
        network TEXT NOT NULL CHECK (typeof(network) = 'text'),
        at INTEGER NOT NULL CHECK (typeof(at) = 'integer'),
        state TEXT NOT NULL CHECK (typeof(state) = 'text'),
        reason TEXT NOT NULL CHECK (typeof(reason) = 'text')
    )
    """,
    "CREATE INDEX changes_draft ON changes (draft, network)",
    """
    CREATE TABLE pauses (
        network TEXT PRIMARY KEY CHECK (typeof(network) = 'text'),
        until INTEGER NOT NULL CHECK (typeof(until) = 'integer'),
        reason TEXT NOT NULL CHECK (typeof(reason) = 'text')
    )
    """,
)

_SEARCH = (
    """
    CREATE VIRTUAL TABLE word_index USING fts5(
        folded,
        content = 'items', content_rowid = 'id', columnsize = 0,
        tokenize = 'unicode61 remove_diacritics 0'
    )
    """,
    "CREATE VIRTUAL TABLE vocabulary USING fts5vocab('word_index', 'row')",
    "CREATE TABLE indexed (last INTEGER NOT NULL CHECK (typeof(last) = 'integer'))",
    "INSERT INTO indexed (last) VALUES (0)",
    """
    CREATE TRIGGER word_index_edited AFTER UPDATE OF folded ON items
    WHEN old.id <= (SELECT last FROM indexed) AND old.folded <> new.folded
    BEGIN
        INSERT INTO word_index (word_index, rowid, folded) VALUES ('delete', old.id, old.folded);
        INSERT INTO word_index (rowid, folded) VALUES (new.id, new.folded);
    END
    """,
    """
    CREATE TRIGGER word_index_gone AFTER DELETE ON items
    WHEN old.id <= (SELECT last FROM indexed)
        AND NOT EXISTS (SELECT 1 FROM printed WHERE item = old.id)
    BEGIN
        INSERT INTO word_index (word_index, rowid, folded) VALUES ('delete', old.id, old.folded);
    END
    """,
)

_MANNERS = (
    "ALTER TABLE sources ADD failed INTEGER CHECK (typeof(failed) IN ('integer', 'null'))",
    "ALTER TABLE sources ADD rest INTEGER CHECK (typeof(rest) IN ('integer', 'null'))",
    "ALTER TABLE sources ADD gone INTEGER NOT NULL DEFAULT 0 CHECK (typeof(gone) = 'integer')",
)

_SERVERS = (
    """
    CREATE TABLE servers (
        address TEXT PRIMARY KEY CHECK (typeof(address) = 'text'),
        asked INTEGER NOT NULL CHECK (typeof(asked) = 'integer'),
        answered INTEGER CHECK (typeof(answered) IN ('integer', 'null')),
        most INTEGER CHECK (typeof(most) IN ('integer', 'null')),
        link INTEGER CHECK (typeof(link) IN ('integer', 'null'))
    )
    """,
)

# What came in before is worked out when it is read, for as long as a window reaches back to it. When
# the rules of ``digest.stems`` change, a new migration empties the column.
_STEMS = ("ALTER TABLE items ADD terms TEXT NOT NULL DEFAULT '' CHECK (typeof(terms) = 'text')",)

# A joined word of a summary ("Crans-Montana") was counted as its parts and once more as a whole.
_PARTS = ("UPDATE items SET terms = '' WHERE terms <> ''",)

# What was asked for the money: the same request, when it is answered later, tells what a lost answer
# to it has cost.
_REQUESTS = (
    "ALTER TABLE spending ADD request TEXT NOT NULL DEFAULT '' CHECK (typeof(request) = 'text')",
    "CREATE INDEX spending_lost ON spending (request) WHERE settled = 0",
)

# What was told of an item is kept beside it: an article may be edited until another rule fires.
_TOLD = (
    """
    CREATE TABLE announcements (
        item INTEGER NOT NULL CHECK (typeof(item) = 'integer'),
        folded TEXT NOT NULL CHECK (typeof(folded) = 'text'),
        at INTEGER NOT NULL CHECK (typeof(at) = 'integer'),
        PRIMARY KEY (item, folded)
    ) WITHOUT ROWID
    """,
    """
    INSERT INTO announcements (item, folded, at)
        SELECT alerts.item, items.folded, alerts.at FROM alerts JOIN items ON items.id = alerts.item
    """,
    "DROP TABLE alerts",
)

_GAPS = ("ALTER TABLE sources ADD gap INTEGER CHECK (typeof(gap) IN ('integer', 'null'))",)

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    _FIRST,
    _ACCOUNTS,
    _HANDS,
    _QUEUE,
    _SEARCH,
    _MANNERS,
    _SERVERS,
    _STEMS,
    _PARTS,
    _REQUESTS,
    _TOLD,
    _GAPS,
)
"""The statements that lead from each version to the next; the first make an empty file an archive."""
