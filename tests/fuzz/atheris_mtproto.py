"""Coverage-guided fuzzing of the protocol machine, where atheris can be installed:

python -m tests.fuzz.atheris_mtproto [-max_total_time=60] [corpus folder]
"""

import sys

from tests.fuzz import target


def main() -> None:
    try:
        import atheris  # type: ignore[import-untyped, import-not-found, unused-ignore]
    except ImportError:
        sys.exit("atheris is not installed: python -m pip install atheris")
    atheris.instrument_all()
    atheris.Setup(sys.argv, target.run)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
