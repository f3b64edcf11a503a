"""TL: the objects of Telegram's API, and their bytes in every layer from 133 to 229 (core.telegram.org/mtproto/TL).

In memory there is one layer, 229: `types` and `functions` hold its classes, made by tools/codegen from schema/api.tl
(`types.legacy` and `functions.legacy`: what exists in older layers only). On the wire there are all layers.
"""

from hodhod.tl._generated import functions as functions
from hodhod.tl._generated import types as types
from hodhod.tl.base import TLFunction as TLFunction
from hodhod.tl.base import TLObject as TLObject
from hodhod.tl.codec import Limits as Limits
from hodhod.tl.codec import decode as decode
from hodhod.tl.codec import decode_from as decode_from
from hodhod.tl.codec import encode as encode
from hodhod.tl.codec import encode_result as encode_result
from hodhod.tl.errors import DecodeError as DecodeError
from hodhod.tl.errors import EncodeError as EncodeError
from hodhod.tl.errors import NotInLayer as NotInLayer
from hodhod.tl.errors import TLError as TLError
from hodhod.tl.schema import LAYER as LAYER
from hodhod.tl.schema import MIN_LAYER as MIN_LAYER
