"""The published schemas, and the same with every unknown key refused: for our own output."""

import json
from importlib import resources
from typing import Any


def names() -> list[str]:
    """Return the names of the published schemas."""
    folder = resources.files("gongkai.cli") / "schemas"
    return sorted(path.name.removesuffix(".schema.json") for path in folder.iterdir())


def published(name: str) -> dict[str, Any]:
    """Return a schema as it is published: it allows keys that a later release may add."""
    folder = resources.files("gongkai.cli") / "schemas"
    schema: dict[str, Any] = json.loads((folder / f"{name}.schema.json").read_text("utf-8"))
    return schema


def strict(node: Any) -> Any:
    """Return a schema that refuses every key it does not describe: none is printed undocumented."""
    if isinstance(node, list):
        return [strict(item) for item in node]
    if not isinstance(node, dict):
        return node
    closed = {key: strict(value) for key, value in node.items()}
    described = isinstance(node.get("properties"), dict) and "type" in node
    return {"additionalProperties": False, **closed} if described else closed
