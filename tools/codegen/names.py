"""How TL names are spelled in Python."""

import keyword

_BUILTIN_TYPES = {
    "#": "int",
    "int": "int",
    "long": "int",
    "int128": "bytes",
    "int256": "bytes",
    "bytes": "bytes",
    "string": "str",
    "double": "float",
    "Bool": "bool",
    "true": "bool",
}


def field_name(name: str) -> str:
    """`self`, `from` and the other words that Python keeps for itself get an underscore."""
    return f"{name}_" if name == "self" or keyword.iskeyword(name) else name


def namespace_of(name: str) -> str:
    return name.rpartition(".")[0]


def class_name(name: str) -> str:
    """`messages.sendMessage` -> `SendMessage`."""
    bare = name.rpartition(".")[2]
    return bare[0].upper() + bare[1:]


def legacy_class_name(name: str) -> str:
    """`channels.getSponsoredMessages` -> `ChannelsGetSponsoredMessages`: legacy classes share one flat module."""
    return "".join(part[0].upper() + part[1:] for part in name.split("."))


def union_name(type_name: str) -> str:
    return f"Type{class_name(type_name)}"


def annotation(type_name: str, namespace: str, known: frozenset[str]) -> str:
    """The Python annotation of a TL type, as seen from the module of `namespace` ("" is the root of `types`)."""
    if type_name in _BUILTIN_TYPES:
        return _BUILTIN_TYPES[type_name]
    if type_name.lower().startswith("vector<"):
        return f"list[{annotation(type_name[7:-1], namespace, known)}]"
    if type_name not in known:
        return "TLObject"
    own = namespace_of(type_name)
    if own == namespace:
        return union_name(type_name)
    return f"types.{own}.{union_name(type_name)}" if own else f"types.{union_name(type_name)}"
