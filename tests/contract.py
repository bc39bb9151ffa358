"""Holds an answer against a vendor's own API document, if the document is there.

The documents are not part of the project: `COCKPIT_CONTRACTS` names the folder that holds
`pagerduty-rest.openapi.json` and `slack-web-2021.swagger.json`.
"""

import json
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

VARIABLE = "COCKPIT_CONTRACTS"

KINDS: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
    "null": (type(None),),
}


class Contract:
    """A vendor's API document."""

    def __init__(self, document: dict) -> None:
        self.document = document

    def follow(self, schema: dict) -> dict:
        """The schema that a reference means."""
        while "$ref" in schema:
            found: object = self.document
            for part in schema["$ref"].removeprefix("#/").split("/"):
                name = part.replace("~1", "/").replace("~0", "~")
                found = found[int(name)] if isinstance(found, list) else found[name]
            schema = found
        return schema

    def answer(self, method: str, path: str, status: int = 200) -> dict:
        """The schema of an answer (OpenAPI 3)."""
        operation = self.document["paths"][path][method.lower()]
        answer = self.follow(operation["responses"][str(status)])
        return answer["content"]["application/json"]["schema"]

    def method(self, name: str) -> dict:
        """The schema of a method's answer (Swagger 2)."""
        path = self.document["paths"][f"/{name}"]
        operation = path.get("post") or path["get"]
        return operation["responses"]["200"]["schema"]

    def faults(self, schema: dict, value: object, at: str = "$") -> Iterator[str]:
        """Where a value does not fit a schema; nothing when it does.

        Leaves alone what the documents are known to be wrong about: a field may be null
        although it is not marked so, fields may be newer than the document, and an
        acknowledgement's log entry has another name.
        """
        schema = self.follow(schema)
        for part in schema.get("allOf", ()):
            yield from self.faults(part, value, at)
        for choices in (schema.get("oneOf"), schema.get("anyOf"), _alternatives(schema)):
            if choices and not any(self._fits(choice, value, at) for choice in choices):
                yield f"{at}: fits none of {len(choices)} alternatives"
        yield from _word(schema, value, at)
        if isinstance(value, dict):
            yield from self._object(schema, value, at)
        elif isinstance(value, list) and isinstance(schema.get("items"), dict):
            for n, item in enumerate(value):
                yield from self.faults(schema["items"], item, f"{at}[{n}]")

    def _fits(self, schema: dict, value: object, at: str) -> bool:
        return next(self.faults(schema, value, at), None) is None

    def _object(self, schema: dict, value: dict, at: str) -> Iterator[str]:
        for name in schema.get("required", ()):
            if name not in value:
                yield f"{at}: {name} is missing"
        for name, part in schema.get("properties", {}).items():
            if value.get(name) is not None:
                yield from self.faults(part, value[name], f"{at}.{name}")


def _alternatives(schema: dict) -> list | None:
    items = schema.get("items")
    return items if isinstance(items, list) and "type" not in schema else None


def _word(schema: dict, value: object, at: str) -> Iterator[str]:
    kinds = schema.get("type", [])
    names = [kinds] if isinstance(kinds, str) else kinds
    known = [name for name in names if name in KINDS]
    fits = any(isinstance(value, KINDS[name]) for name in known)
    if known and (not fits or (isinstance(value, bool) and "boolean" not in known)):
        yield f"{at}: {value!r} is no {known}"
    if "enum" in schema and value not in [*schema["enum"], "acknowledge_log_entry"]:
        yield f"{at}: {value!r} is not one of {schema['enum']}"
    if schema.get("format") == "date-time" and isinstance(value, str):
        try:
            aware = datetime.fromisoformat(value).tzinfo is not None
        except ValueError:
            aware = False
        if not aware:
            yield f"{at}: {value!r} is no instant"


def read_contract(name: str) -> Contract:
    """A document; skips the test, saying why, when it is not at hand."""
    folder = os.environ.get(VARIABLE, "")
    path = Path(folder) / name
    if not folder or not path.is_file():
        pytest.skip(f"the vendor's API document is not here: ${VARIABLE} names its folder")
    return Contract(json.loads(path.read_text(encoding="utf-8")))
