"""What becomes of a report once it is made: read again, compared, signed, passed on."""

import sys

if "rfc3987_syntax" not in sys.modules:
    # jsonschema builds the grammar of international addresses whenever it is loaded: 1.5 s of each report, and no
    # check of a notebook uses it. It takes the missing module as not installed.
    sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]
