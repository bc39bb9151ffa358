"""What the keys of a table mean: the docstrings below them, read from the source when asked for.

Pydantic would read all of them at every start, for a reference that is printed now and then.
"""

import ast
import inspect
import textwrap
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise

from cockpit.settings.table import Table


@cache
def meanings(table: type[Table]) -> Mapping[str, str]:
    """By key, for its own keys and those that it has from other tables.

    Keys of which nothing is said are left out, and all of them where there is no source to read.
    """
    bases = [base for base in reversed(table.__mro__) if issubclass(base, Table)]
    return {key: words for base in bases for key, words in _said_in(base)}


def _said_in(table: type[Table]) -> Iterator[tuple[str, str]]:
    try:
        source = textwrap.dedent(inspect.getsource(table))
    except OSError:
        return
    (tree,) = ast.parse(source).body
    for key, below in pairwise(tree.body if isinstance(tree, ast.ClassDef) else ()):
        match key, below:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(words))),
            ):
                yield name, inspect.cleandoc(words)
            case _:
                pass
