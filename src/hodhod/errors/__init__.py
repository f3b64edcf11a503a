"""The errors of the API by name, made by tools/codegen from schema/errors.tsv."""

from hodhod.errors._generated.names import *  # noqa: F403 (every name of the schema)
from hodhod.errors.base import RpcError as RpcError
from hodhod.errors.base import RpcErrorWithNumber as RpcErrorWithNumber
