"""What the environment says, read once into one frozen value; keys live in files of their own (DESIGN section 4)."""

import hashlib
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

SECRET_LENGTH = 32
ENVIRONMENTS = ("production", "demo")


class SettingsError(Exception):
    """The environment cannot be used; the text says what to mend."""


@dataclass(frozen=True, slots=True)
class Settings:
    data_dir: Path
    database_url: str
    secret_file: Path
    zone: ZoneInfo
    environment: str
    host: str = "127.0.0.1"
    port: int = 8000
    plain_http: bool = False  # said on purpose: other machines may come without TLS

    @property
    def is_demo(self) -> bool:
        return self.environment == "demo"

    @classmethod
    def from_environment(cls, values: Mapping[str, str] = os.environ) -> "Settings":
        data_dir = Path(values.get("DATA_DIR", "var")).resolve()
        environment = values.get("LINDUNG_ENV", "production")
        if environment not in ENVIRONMENTS:
            raise SettingsError(f"LINDUNG_ENV must be one of {', '.join(ENVIRONMENTS)}, not {environment!r}")
        return cls(
            data_dir=data_dir,
            database_url=values.get("DATABASE_URL") or f"sqlite:///{data_dir / 'lindung.sqlite3'}",
            secret_file=Path(values.get("SECRET_FILE") or data_dir / "secret"),
            zone=ZoneInfo(values.get("TIMEZONE", "Asia/Jakarta")),
            environment=environment,
            host=values.get("HOST", "127.0.0.1"),
            port=int(values.get("PORT", "8000")),
            plain_http=values.get("PLAIN_HTTP", "").lower() in ("1", "yes", "ya"),
        )


@dataclass(frozen=True, slots=True)
class Secrets:
    """Everything derived from the one secret file: each use has its own key."""

    root: bytes

    def derive(self, purpose: str) -> bytes:
        return hashlib.blake2b(purpose.encode(), key=self.root, digest_size=32).digest()

    @property
    def cookie_key(self) -> bytes:
        return self.derive("cookies")


def load_secrets(settings: Settings) -> Secrets:
    """Reads the secret file, making it (0600) on the very first start; two starting at once get the same one."""
    path = settings.secret_file
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():
        draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        with open(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_hex(SECRET_LENGTH) + "\n")
        try:
            os.link(draft, path)  # atomic, and never over an existing secret
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    root = bytes.fromhex(path.read_text().strip())
    if len(root) != SECRET_LENGTH:
        raise SettingsError(
            f"{path.name} is not a Lindung secret: it must hold {SECRET_LENGTH * 2} hexadecimal digits"
        )
    return Secrets(root)
