"""How names are compared: sorting and searching fold case, accents and punctuation away."""

import re
import unicodedata

INVISIBLE = dict.fromkeys([0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD])


def clean(text: str) -> str:
    """Text as a person meant it: no zero-width signs, full-width forms narrowed, one plain space between words."""
    if text.isascii():  # nothing to fold: nine cells of ten
        return " ".join(text.split())
    return " ".join(unicodedata.normalize("NFKC", text.translate(INVISIBLE)).split())


def name_key(name: str) -> str:
    """The key that names sort and search by: `Suryani, S.Pd.` becomes `suryani s pd`."""
    plain = unicodedata.normalize("NFKD", clean(name)).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", " ", plain).strip()
