"""A changed copy of a frozen dataclass, several times as fast as the standard library's.

The fold makes a few copies of the state for every record of the journal, and a start folds them
all: years of incidents at once. `dataclasses.replace` gives every field to `__init__` by name;
here each class gets, once, a function that fills the slots of a new value one after the other.
"""

from typing import TYPE_CHECKING

__all__ = ["replace"]

if TYPE_CHECKING:
    # For whoever checks types it is that function, which knows the fields of what it is given.
    from dataclasses import replace
else:
    from dataclasses import fields

    _KNOWN: dict[type, tuple[object, dict[str, object]]] = {}
    """By class: what copies a value of it, and what puts each of its fields."""

    def _known(cls: type) -> tuple[object, dict[str, object]]:
        if hasattr(cls, "__post_init__") or not hasattr(cls, "__slots__"):
            raise TypeError(f"{cls.__name__} has no slots, or looks at itself when it is made")
        puts = {field.name: getattr(cls, field.name).__set__ for field in fields(cls)}
        lines = [f"  put_{name}(made, value.{name})" for name in puts]
        source = "\n".join(["def copied(value):", "  made = new(cls)", *lines, "  return made"])
        names = {f"put_{name}": put for name, put in puts.items()}
        names |= {"new": object.__new__, "cls": cls}
        exec(source, names)  # noqa: S102 - of field names alone, as dataclasses does it
        _KNOWN[cls] = names["copied"], puts
        return _KNOWN[cls]

    def replace(value: object, **changes: object) -> object:
        """The same value with these fields changed.

        Raises:
            TypeError: it has no such field, or is no plain value.
        """
        cls = value.__class__
        copied, puts = _KNOWN.get(cls) or _known(cls)
        made = copied(value)
        try:
            for name, new in changes.items():
                puts[name](made, new)
        except KeyError as error:
            raise TypeError(f"{cls.__name__} has no field {error.args[0]}") from None
        return made
