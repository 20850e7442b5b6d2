"""How names are compared: sorting and searching fold case, accents and punctuation away."""

import re
import unicodedata

_TURNING = [0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]  # the direction of what follows
INVISIBLE = dict.fromkeys([0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD, *_TURNING])


def clean(text: str) -> str:
    """Text as a person meant it: no unseen signs, full-width forms narrowed, one plain space between words."""
    if text.isascii():  # nothing to fold: nine cells of ten
        return " ".join(text.split())
    return " ".join(unicodedata.normalize("NFKC", text.translate(INVISIBLE)).split())


def name_key(name: str) -> str:
    """The key that names sort and search by: `Suryani, S.Pd.` becomes `suryani s pd`."""
    plain = unicodedata.normalize("NFKD", clean(name)).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", " ", plain).strip()
