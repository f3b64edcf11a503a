"""Objects to bytes and back, in any layer.

Encoders are made for one class and layer, decoders for one constructor id, when first asked for: the dictionaries that
the made code looks into (one for each type, so that a value of another type is refused) fill themselves.
"""

import struct
from collections.abc import Callable
from types import CodeType
from typing import Any, NamedTuple, NoReturn

from hodhod.tl import layers, packed, rules_fallback, rules_out, rules_result, stand_ins, wire
from hodhod.tl.base import TLFunction, TLObject
from hodhod.tl.emit_decode import decoder_source
from hodhod.tl.emit_encode import Source, encoder_source
from hodhod.tl.errors import DecodeError, EncodeError, NotInLayer
from hodhod.tl.explain import explain
from hodhod.tl.schema import LAYER, MIN_LAYER, Declaration, Section, Table

_ENCODE_FAULTS = (
    EncodeError,
    struct.error,
    TypeError,
    AttributeError,
    KeyError,
    ValueError,
    OverflowError,
    RecursionError,
)
_DECODE_FAULTS = (struct.error, LookupError, ValueError, RecursionError)
# Functions have no common type in the schema; `!X` is any of them.
_ANY_FUNCTION = "!X"


class Limits(NamedTuple):
    """Bounds of a decoding beside the length of the data."""

    depth: int = 64


DEFAULT_LIMITS = Limits()
_ID = struct.Struct("<I")


class _Template(NamedTuple):
    """Compiled text, and the names that it uses; those of `tables` are filled in for the layer."""

    code: CodeType
    names: dict[str, Any]
    tables: dict[str, str]

    def make(self, function: str, table: Callable[[str], Any], **names: Any) -> Any:
        found = {**self.names, **names, **{name: table(type_name) for name, type_name in self.tables.items()}}
        exec(self.code, found)  # noqa: S102 (the text is made from our own schema)
        return found[function]


def _compile(source: Source, signature: str, title: str) -> _Template:
    text = "\n".join([signature, *source.lines])
    return _Template(compile(text, f"<{title}>", "exec"), source.names, source.tables)


class _TypeEncoders(dict[type, wire.Encoder]):
    """Class -> encoder, for the values of one type in one layer."""

    def __init__(self, codec: "Codec", type_name: str, layer: int) -> None:
        self._codec, self._type_name, self._layer = codec, type_name, layer

    def __missing__(self, cls: type) -> wire.Encoder:
        if not issubclass(cls, TLObject) or not hasattr(cls, "NAME"):
            raise EncodeError(f"{cls.__name__} where {self._type_name} is due")
        declared = self._codec.table.section_of(cls).canonical(cls.NAME)
        belongs = declared.is_function if self._type_name == _ANY_FUNCTION else declared.type == self._type_name
        if not belongs:
            raise EncodeError(f"{cls.NAME} where {self._type_name} is due")
        encoder = self[cls] = self._codec.encoder(cls, self._layer)
        return encoder


class _TypeDecoders(dict[int, wire.Decoder]):
    """Constructor id -> decoder, for the values of one type in all layers."""

    def __init__(self, codec: "Codec", type_name: str) -> None:
        self._codec, self._type_name = codec, type_name

    def __missing__(self, constructor_id: int) -> wire.Decoder:
        if constructor_id == packed.GZIP_PACKED and self._type_name == _ANY_FUNCTION:
            self[constructor_id] = packed.decoder(self)
            return self[constructor_id]
        section = self._codec.table.functions if self._type_name == _ANY_FUNCTION else self._codec.table.types
        if constructor_id not in section:
            raise DecodeError(f"#{constructor_id:08x} where {self._type_name} is due")
        declared = section.by_id(constructor_id)
        if self._type_name not in (_ANY_FUNCTION, declared.type):
            convert = stand_ins.INSTEAD.get((self._type_name, declared.name))
            if convert is None:
                raise DecodeError(f"{declared.name} where {self._type_name} is due")
            self[constructor_id] = stand_ins.converted(self._codec.decoder(section, constructor_id), convert)
            return self[constructor_id]
        decoder = self[constructor_id] = self._codec.decoder(section, constructor_id)
        return decoder


class _AnyDecoders(dict[int, wire.Decoder]):
    """Constructor id -> decoder, for whatever can stand alone."""

    def __init__(self, codec: "Codec") -> None:
        self._codec = codec

    def __missing__(self, constructor_id: int) -> wire.Decoder:
        table = self._codec.table
        section = table.functions if constructor_id in table.functions else table.types
        if constructor_id not in section:
            raise DecodeError(f"unknown constructor #{constructor_id:08x}")
        decoder = self[constructor_id] = self._codec.decoder(section, constructor_id)
        return decoder


class _LayerEncoders(dict[type, wire.Encoder]):
    """Class -> encoder in one layer, for whatever can stand alone."""

    def __init__(self, codec: "Codec", layer: int) -> None:
        self._codec, self._layer = codec, layer

    def __missing__(self, cls: type) -> wire.Encoder:
        if cls is bool:
            encoder: wire.Encoder = wire.put_bool
        elif issubclass(cls, TLObject) and hasattr(cls, "NAME"):
            encoder = self._codec.encoder(cls, self._layer)
        else:
            raise EncodeError(f"{cls.__name__} is no TL object")
        self[cls] = encoder
        return encoder


class _Layers(dict[int, _LayerEncoders]):
    """Layer -> its encoders."""

    def __init__(self, codec: "Codec") -> None:
        self._codec = codec

    def __missing__(self, layer: int) -> _LayerEncoders:
        if not MIN_LAYER <= layer <= LAYER:
            raise EncodeError(f"layer {layer} is not between {MIN_LAYER} and {LAYER}")
        found = self[layer] = _LayerEncoders(self._codec, layer)
        return found


class Codec:
    """The encoders and decoders made so far; `table` is the schema that they are made from."""

    def __init__(self) -> None:
        self.table = Table()
        self._encoders: dict[tuple[type, int], wire.Encoder] = {}
        self._decoders: dict[int, wire.Decoder] = {}
        self._templates: dict[tuple[int, int, bool], _Template] = {}
        self._type_encoders: dict[tuple[str, int], _TypeEncoders] = {}
        self._type_decoders: dict[str, _TypeDecoders] = {}
        self.layers = _Layers(self)
        self._result_kinds: dict[tuple[str, int], str] = {}
        self.any_decoders = _AnyDecoders(self)

    def type_encoders(self, type_name: str, layer: int) -> _TypeEncoders:
        key = (type_name, layer)
        found = self._type_encoders.get(key)
        if found is None:
            found = self._type_encoders[key] = _TypeEncoders(self, type_name, layer)
        return found

    def type_decoders(self, type_name: str) -> _TypeDecoders:
        found = self._type_decoders.get(type_name)
        if found is None:
            found = self._type_decoders[type_name] = _TypeDecoders(self, type_name)
        return found

    def encoder(self, cls: type[TLObject], layer: int) -> wire.Encoder:
        key = (cls, layer)
        found = self._encoders.get(key)
        if found is None:
            found = self._encoders[key] = self._make_encoder(cls, layer)
        return found

    def decoder(self, section: Section, constructor_id: int) -> wire.Decoder:
        found = self._decoders.get(constructor_id)
        if found is None:
            found = self._decoders[constructor_id] = self._make_decoder(section, constructor_id)
        return found

    def _make_encoder(self, cls: type[TLObject], layer: int) -> wire.Encoder:
        section = self.table.section_of(cls)
        canonical = section.canonical(cls.NAME)
        target = section.find(cls.NAME, layer)
        if target is None:
            return self._replacing(canonical, layer)
        plain = self._plain_encoder(canonical, target, layer)
        reshape = rules_fallback.RESHAPE.get(cls.NAME)
        if reshape is None or target.id == canonical.id:
            return plain
        return self._reshaping(plain, reshape, layer)

    def _plain_encoder(self, canonical: Declaration, target: Declaration, layer: int) -> wire.Encoder:
        key = (canonical.id, target.id, layer < LAYER)
        template = self._templates.get(key)
        if template is None:
            plan = layers.outgoing(canonical, target)
            source = encoder_source(target, plan.values, layer < LAYER, plan.names)
            template = self._templates[key] = _compile(source, "def encode(o):", f"encode {target.name}")
        encoder: wire.Encoder = template.make("encode", lambda name: self.type_encoders(name, layer), layer=layer)
        return encoder

    def _reshaping(self, plain: wire.Encoder, reshape: rules_fallback.Replacement, layer: int) -> wire.Encoder:
        def encode(value: TLObject) -> bytes:
            shaped = reshape(value, layer)
            return plain(shaped) if type(shaped) is type(value) else self.encoder(type(shaped), layer)(shaped)

        return encode

    def _replacing(self, canonical: Declaration, layer: int) -> wire.Encoder:
        replace = rules_fallback.REPLACE.get(canonical.name) or rules_fallback.REPLACE_TYPE.get(canonical.type)

        def encode(value: TLObject) -> bytes:
            instead = value if replace is None else replace(value, layer)
            if canonical.name == instead.NAME:
                raise NotInLayer(canonical.name, layer)
            return self.encoder(type(instead), layer)(instead)

        return encode

    def _make_decoder(self, section: Section, constructor_id: int) -> wire.Decoder:
        wired = section.by_id(constructor_id)
        canonical = section.canonical(wired.name)
        source = decoder_source(wired, layers.incoming(canonical, wired), self.table.class_of(wired))
        template = _compile(source, "def decode(data, at, depth):", f"decode {wired.name}")
        decoder: wire.Decoder = template.make("decode", self.type_decoders)
        return decoder

    def encode(self, value: TLObject | bool, layer: int = LAYER) -> bytes:
        """The boxed bytes of an object in a layer. EncodeError: our bug; NotInLayer: the layer has no words for it."""
        try:
            return self.layers[layer][type(value)](value)
        except _ENCODE_FAULTS as fault:
            self._explain(value, fault)

    def _explain(self, value: object, fault: Exception) -> NoReturn:
        raise EncodeError(explain(self.table, value) or str(fault)) from fault

    def encode_result(self, function: type[TLFunction] | TLFunction, value: Any, layer: int = LAYER) -> bytes:
        """The answer to a function: an object, a bool for Bool, a list for a vector, as its RESULT says."""
        kind = self._result_kinds.get((function.NAME, layer))
        if kind is None:
            declared = self.table.functions.find(function.NAME, layer)
            kind = self._result_kinds[function.NAME, layer] = function.RESULT if declared is None else declared.type
        try:
            if kind != function.RESULT:
                value = self._older_result(function, kind, value, layer)
            return self._encode_as(kind, value, layer)
        except _ENCODE_FAULTS as fault:
            raise EncodeError(explain(self.table, value) or f"{function.NAME}: {value!r} is no {kind}") from fault

    def _older_result(self, function: type[TLFunction] | TLFunction, kind: str, value: Any, layer: int) -> Any:
        pair = (function.RESULT, kind)
        convert = rules_result.CONVERT_RESULT.get(pair) or rules_out.CONVERT.get(pair)
        if convert is None:
            raise NotInLayer(function.NAME, layer)
        return convert(value, layer)

    def _encode_as(self, kind: str, value: Any, layer: int) -> bytes:
        if kind.startswith("Vector<"):
            item = kind[7:-1]
            if item in ("int", "long"):
                return wire.put_fixed_vector("i" if item == "int" else "q", value)
            if item in _PUT:
                return wire.put_vector(_PUT[item], value)
            put = wire.put_objects if layer == LAYER else wire.put_objects_that_fit
            return put(self.type_encoders(item, layer), value)
        if kind == "Bool":
            return wire.put_bool(value)
        if kind == "X":
            return self.layers[layer][type(value)](value)
        return self.type_encoders(kind, layer)[type(value)](value)

    def decode_from(self, data: bytes, offset: int, limits: Limits = DEFAULT_LIMITS) -> tuple[Any, int]:
        """As `decode`, but other things may follow: the object that starts at `offset`, and where it ends."""
        try:
            constructor_id: int = _ID.unpack_from(data, offset)[0]
            value, end = self.any_decoders[constructor_id](data, offset + 4, limits.depth)
        except _DECODE_FAULTS as fault:
            raise DecodeError(f"malformed data: {fault}") from fault
        if end > len(data):
            raise DecodeError("the data ends too early")
        return value, end

    def decode(self, data: bytes, limits: Limits = DEFAULT_LIMITS) -> TLObject:
        """The one object that `data` is, of whatever layer, as today's layer has it. Raises DecodeError only."""
        value, end = self.decode_from(data, 0, limits)
        if end != len(data):
            raise DecodeError(f"{len(data) - end} bytes too many")
        found: TLObject = value
        return found


_PUT: dict[str, Callable[[Any], bytes]] = {
    "string": wire.put_string,
    "bytes": wire.put_bytes,
    "Bool": wire.put_bool,
}

_CODEC = Codec()

encode = _CODEC.encode
encode_result = _CODEC.encode_result
decode = _CODEC.decode
decode_from = _CODEC.decode_from
