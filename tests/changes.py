"""Commits with their details, and diffs of any length, for screens that show them."""

from clocks import START

from cockpit.domain.deploy_details import DeployDetails, FileChange

SHA = "a1b2c3d4" * 5
DIFF = """\
diff --git a/db/pool.py b/db/pool.py
index 1..2 100644
--- a/db/pool.py
+++ b/db/pool.py
@@ -1,3 +1,4 @@
 import os

-SIZE = 10
+# As the load test says.
+SIZE = 200
"""


def details(sha: str = SHA, **more: object) -> DeployDetails:
    """A small commit by Iris, who wrote it in Bengaluru."""
    plain = {
        "repository": "cloud",
        "sha": sha,
        "subject": "Bump the connection pool to 200",
        "message": "Bump the connection pool to 200\n\nReads waited at peak time.",
        "author": "Iris Vega",
        "email": "iris@example.com",
        "authored_at": START,
        "utc_offset_m": 330,
        "committer": "Iris Vega",
        "committed_at": START,
        "files": (FileChange(path="db/pool.py", added=2, removed=1),),
        "added": 2,
        "removed": 1,
        "diff": DIFF,
        "revert": f"git revert {sha}",
        "url": f"https://git.example.com/cloud/commit/{sha}",
    }
    return DeployDetails(**plain | more)


def long_diff(count: int) -> str:
    """A new file of so many lines of Python."""
    head = f"diff --git a/big.py b/big.py\nnew file mode 100644\n@@ -0,0 +1,{count} @@\n"
    return head + "\n".join(f"+def line_{n}(x): return x + {n}  # {n}" for n in range(count))
