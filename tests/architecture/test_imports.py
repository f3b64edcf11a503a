"""Imports point one way only. The table is the map of docs/architecture.md; whatever it does not allow is refused."""

from __future__ import annotations

from tests.architecture.source import Import, Module, imports, modules

# Open to all: they name things and import nothing but each other.
OPEN = {"errors", "ids", "clock", "logs", "__version__"}

# Who may import what, besides itself and what is open to all.
MAY_IMPORT: dict[str, set[str]] = {
    "tl": set(),
    "mtproto": {"tl"},
    "net": {"mtproto"},
    "store": {"tl"},
    "domain": {"art", "store", "tl"},
    "views": {"domain", "store", "tl"},
    "rpc": {"domain", "store", "tl", "mtproto"},
    "media": set(),
    "art": set(),
    "webpages": set(),
    "api": {"domain", "media", "views", "rpc", "tl"},
    "delivery": {"domain", "store", "views", "rpc", "tl"},
    "jobs": {"codes", "domain", "rpc", "store", "tl"},
    "codes": {"config"},
    "config": {"domain", "media", "mtproto", "net", "rpc", "webpages"},
    "clients": set(),
    "demo": {"domain", "store", "tl"},
    "control": set(),
    "server_key": {"mtproto"},
    "operator": {"control", "domain", "rpc", "store"},
    "gateway": {"delivery", "domain", "mtproto", "rpc", "store", "tl"},
    "cli": {"app", "clients", "codes", "config", "control", "demo", "domain", "operator", "server_key", "store"},
}
# Wiring: it may import everything, and only `cli` may import it.
WIRING = {"app"}

# Modules that an area may import although it may not import their area. Each has its reason.
EXCEPTIONS: dict[str, set[str]] = {
    # SRP is arithmetic modulo the same prime as the key exchange
    "domain": {"hodhod.mtproto.powers", "hodhod.mtproto.primes"},
    # what a handler holds in its hands: records and flags, no queries; the prime that messages.getDhConfig tells
    "api": {"hodhod.store.records", "hodhod.store.bits", "hodhod.mtproto.primes"},
}
# Types only, for what a handler is given.
TYPING_ONLY: dict[str, set[str]] = {"rpc": {"config", "codes", "media", "webpages"}}


def refused(module: Module, one: Import) -> bool:
    area, target = module.area, one.target.split(".")[1] if "." in one.target else ""
    if not area or not target or area in WIRING or target == area or target in OPEN:
        return False
    if one.target in EXCEPTIONS.get(area, ()):
        return False
    if one.typing_only and target in TYPING_ONLY.get(area, ()):
        return False
    return target not in MAY_IMPORT.get(area, set())


def test_imports_point_one_way() -> None:
    found = [
        f"{module.path.name}:{one.line}: {module.name} imports {one.target}"
        for module in modules().values()
        for one in imports(module)
        if refused(module, one)
    ]
    assert not found, "imports against the map:\n" + "\n".join(sorted(found))


def test_every_area_is_on_the_map() -> None:
    areas = {module.area for module in modules().values()} - {"", *OPEN, *WIRING}
    assert areas <= MAY_IMPORT.keys(), f"not on the map: {sorted(areas - MAY_IMPORT.keys())}"


def test_what_is_open_to_all_imports_nothing_of_ours() -> None:
    found = [
        f"{module.name} imports {one.target}"
        for module in modules().values()
        if module.area in OPEN
        for one in imports(module)
        if one.target.split(".")[1:2] != [module.area] and one.target.split(".")[1] not in OPEN
    ]
    assert not found


def test_tools_are_never_imported_by_the_server() -> None:
    text = {module.name: module.path.read_text(encoding="utf-8") for module in modules().values()}
    found = [name for name, source in text.items() if "from tools" in source or "import tools" in source]
    assert not found


def test_no_import_cycles() -> None:
    graph = {
        name: {
            one.target
            for one in imports(module)
            if not one.typing_only and not one.lazy and one.target in modules() and one.target != name
        }
        for name, module in modules().items()
    }
    # A package's __init__ gathers its modules: a module that imports a sibling does not depend on the gathering.
    graph = {name: {to for to in targets if not name.startswith(to + ".")} for name, targets in graph.items()}
    assert not (cycles := _cycles(graph)), "import cycles:\n" + "\n".join(" - ".join(cycle) for cycle in cycles)


def _cycles(graph: dict[str, set[str]]) -> list[list[str]]:
    """What is left when modules that import nothing (any more) are taken away, one after the other."""
    left = {name: set(targets) for name, targets in graph.items()}
    while True:
        done = {name for name, targets in left.items() if not targets & left.keys()}
        if not done:
            break
        left = {name: targets - done for name, targets in left.items() if name not in done}
    found, seen = [], set[str]()
    for start in sorted(left):
        path = [start]
        while path[-1] not in seen:
            seen.add(path[-1])
            path.append(min(left[path[-1]] & left.keys()))
            if path[-1] in path[:-1]:
                found.append(path[path.index(path[-1]) :])
                break
    return found
