"""A frozen dataclass as the standard library makes it, for a fifth of the time at the start.

The standard library writes and compiles six functions for each frozen class when its module is
imported; for our five hundred that was a third of the whole start. Here all share those that
compare, print and refuse, and `__init__` is compiled when the first value is made, which for most
is after the first frame. Whatever is not plain (a field that is not compared, not printed or not
given; a frozen ancestor that is not from here) is left to the standard library.
"""

from typing import TYPE_CHECKING

__all__ = ["dataclass"]

if TYPE_CHECKING:
    # For whoever checks types it is that decorator, which knows the fields of what it is given.
    from dataclasses import dataclass
else:
    import dataclasses
    from dataclasses import MISSING, Field, FrozenInstanceError
    from types import FunctionType

    def dataclass(*, frozen: bool, slots: bool = False, kw_only: bool = False) -> object:
        """What decorates a class; the arguments mean what they mean in the standard library."""

        def decorate(cls: type) -> type:
            if not frozen or not _is_plain(cls):
                return dataclasses.dataclass(frozen=frozen, slots=slots, kw_only=kw_only)(cls)
            own = {name for name, value in vars(cls).items() if value is not None}
            made = dataclasses.dataclass(
                init=False, repr=False, eq=False, slots=slots, kw_only=kw_only
            )(cls)
            for name, function in {**_SHARED, **_firsts(made)}.items():
                if name not in own:
                    setattr(made, name, function)
            return made

        return decorate

    def _is_plain(cls: type) -> bool:
        ancestors = (getattr(base, "__dataclass_params__", None) for base in cls.__bases__)
        fields = (value for value in vars(cls).values() if isinstance(value, Field))
        return not any(params.frozen for params in ancestors if params) and all(
            field.init and field.repr and field.compare and field.hash is None for field in fields
        )

    class _Shared:
        """What every such class has; a class that has its own keeps it."""

        def __repr__(self) -> str:
            names = (field.name for field in dataclasses.fields(self))
            told = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
            return f"{self.__class__.__qualname__}({told})"

        def __setattr__(self, name: str, value: object) -> None:
            raise FrozenInstanceError(f"cannot assign to field {name!r}")

        def __delattr__(self, name: str) -> None:
            raise FrozenInstanceError(f"cannot delete field {name!r}")

        def __getstate__(self) -> list[object]:
            return [getattr(self, field.name) for field in dataclasses.fields(self)]

        def __setstate__(self, state: list[object]) -> None:
            for field, value in zip(dataclasses.fields(self), state, strict=True):
                object.__setattr__(self, field.name, value)

    _SHARED = {name: value for name, value in vars(_Shared).items() if callable(value)}

    def _firsts(cls: type) -> dict[str, object]:
        """What is asked for the first time puts what is compiled for it in its own place."""

        def init(self: object, *args: object, **given: object) -> None:
            cls.__init__ = compiled = _init(cls)
            compiled(self, *args, **given)

        def equal(self: object, other: object) -> bool:
            _compare(cls, equal, hashed)
            return cls.__eq__(self, other)

        def hashed(self: object) -> int:
            _compare(cls, equal, hashed)
            return cls.__hash__(self)

        return {"__init__": init, "__eq__": equal, "__hash__": hashed}

    def _init(cls: type) -> object:
        """As the standard library writes it."""
        names: dict[str, object] = {"put": object.__setattr__, "MISSING": MISSING}
        positional, named, puts = ["self"], [], []
        for field in dataclasses.fields(cls):
            name, usual, given = field.name, f"usual_{field.name}", field.name
            takes = named if field.kw_only else positional
            if field.default is not MISSING:
                names[usual] = field.default
                takes.append(f"{name}={usual}")
            elif field.default_factory is not MISSING:
                names[usual] = field.default_factory
                takes.append(f"{name}=MISSING")
                given = f"{usual}() if {name} is MISSING else {name}"
            else:
                takes.append(name)
            puts.append(f"  put(self, {name!r}, {given})")
        if hasattr(cls, "__post_init__"):
            puts.append("  self.__post_init__()")
        takes = [*positional, *(["*", *named] if named else [])]
        return _written(cls, [f"def __init__({', '.join(takes)}):", *puts, "  pass"], names)[0]

    def _compare(cls: type, equal: object, hashed: object) -> None:
        """As the standard library writes it; what the class has of its own stays."""
        fields = [field.name for field in dataclasses.fields(cls)]
        mine, theirs = ("".join(f"{who}.{name}, " for name in fields) for who in ("self", "other"))
        lines = [
            "def __eq__(self, other):",
            "  if other.__class__ is not self.__class__:",
            "    return NotImplemented",
            f"  return ({mine}) == ({theirs})",
            "def __hash__(self):",
            f"  return hash(({mine}))",
        ]
        compiled = _written(cls, lines, {})
        for first, function in zip((equal, hashed), compiled, strict=True):
            if vars(cls)[function.__name__] is first:
                setattr(cls, function.__name__, function)

    def _written(cls: type, lines: list[str], names: dict[str, object]) -> list[FunctionType]:
        """Functions of these lines, which are made of field names alone."""
        made: dict[str, FunctionType] = {}
        exec("\n".join(lines), names, made)  # noqa: S102 - as dataclasses does it
        for function in made.values():
            function.__qualname__ = f"{cls.__qualname__}.{function.__name__}"
        return list(made.values())
